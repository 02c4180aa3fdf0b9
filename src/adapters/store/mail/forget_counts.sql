-- int $1 before
DELETE FROM mail_counts WHERE hour < $1
