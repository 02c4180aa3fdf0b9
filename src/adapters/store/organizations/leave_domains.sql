-- int $1 organization
DELETE FROM organization_domains WHERE organization_id = $1
