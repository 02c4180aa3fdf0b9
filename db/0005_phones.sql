-- By which number somebody telephones, as digits behind a plus.
CREATE TABLE person_phones(
  number TEXT PRIMARY KEY,
  person_id INT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX person_phones_person ON person_phones(person_id);
