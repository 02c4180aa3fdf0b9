-- Versions start at 1 and follow each other: the newest is their number.
SELECT kind, id, count(*), min(version), max(version) FROM log GROUP BY kind, id
HAVING count(*) <> max(version) OR min(version) <> 1 ORDER BY kind, id LIMIT 100
