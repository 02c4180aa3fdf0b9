SELECT id, domains FROM organizations WHERE domains <> '[]' ORDER BY id
