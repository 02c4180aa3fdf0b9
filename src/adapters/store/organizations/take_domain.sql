-- text $1 domain, int $2 organization
INSERT INTO organization_domains(domain, organization_id) VALUES ($1, $2) ON CONFLICT (domain) DO NOTHING
