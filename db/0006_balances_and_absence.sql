-- What came to a customer's balances and went from them, each once and in order; a balance is their sum
-- (core/entitlements/ledgers).
CREATE TABLE ledger_movements(
  organization_id INT NOT NULL,
  program_id INT NOT NULL,
  ledger TEXT NOT NULL,
  number INT NOT NULL,
  details TEXT NOT NULL,
  PRIMARY KEY (organization_id, program_id, ledger, number)
) STRICT, WITHOUT ROWID;

-- Until when somebody who asks is away; behind us: he is there.
ALTER TABLE people ADD COLUMN away_until INT NOT NULL DEFAULT 0;

-- What else is known of a customer, as facts under customer.*.
ALTER TABLE organizations ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';

-- What nobody read.
DROP INDEX contracts_end;
DROP INDEX named_contacts_person;
ALTER TABLE contracts DROP COLUMN ends_on;
CREATE INDEX contracts_program ON contracts(program_id);
CREATE INDEX tickets_open_organization ON tickets(organization_id) WHERE category < 4;
