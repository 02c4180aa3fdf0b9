SELECT changed || ':' || id || ':' || starts_at || ':' || state || ':' || hash FROM enactments
ORDER BY changed DESC, id DESC LIMIT 1
