-- text $1 domain
SELECT organization_id FROM organization_domains WHERE domain = $1
