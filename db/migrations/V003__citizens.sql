-- A citizen is one person under every number that he or she bears (I2). No number is here in the clear (I11).

create table registry.persons (
  id          uuid primary key,
  recorded_at timestamptz not null,
  -- Every command on a citizen locks this row first. PostgreSQL grants a row lock only to who may update some column: this one, and it cannot change.
  lock_handle boolean not null default true constraint lock_handle_never_changes check (lock_handle)
);

-- The keyed hash of a number, under the key of that id, points to one person. While keys rotate a number has a row under each.
create table registry.number_keys (
  key_hash  bytea not null check (octet_length(key_hash) = 32),
  key_id    smallint not null,
  person_id uuid not null references registry.persons,
  kind      text not null check (kind in ('CCCD', 'CMND')),
  source    text not null,
  linked_at timestamptz not null,
  constraint one_person_per_number primary key (key_hash, key_id)
);
comment on constraint one_person_per_number on registry.number_keys is 'A number means one person (I2).';
create index number_keys_by_person on registry.number_keys (person_id);

create table registry.citizen_numbers (
  person_id         uuid not null references registry.persons,
  kind              text not null check (kind in ('CCCD', 'CMND')),
  encryption_key_id smallint not null,
  ciphertext        bytea not null,
  recorded_at       timestamptz not null,
  primary key (person_id, recorded_at, kind)
);
comment on table registry.citizen_numbers is 'Numbers under AES-256-GCM: nonce (12 bytes), text, tag (16 bytes); bound to the person id.';

-- "Also known as", as a caller claims it. It warns and is looked into; only trusted links (number_keys) make two numbers one person.
create table registry.number_claims (
  id            bigint generated always as identity primary key,
  key_id        smallint not null,
  key_hash      bytea not null,
  claimed_hash  bytea not null,
  claimed_by    smallint not null references registry.providers,
  claimed_at    timestamptz not null,
  constraint claim_is_about_two_numbers check (key_hash <> claimed_hash),
  constraint one_claim_per_provider unique (key_hash, claimed_hash, claimed_by)
);

grant select, insert on registry.persons, registry.number_keys, registry.citizen_numbers, registry.number_claims to campaign_runtime;
grant update (lock_handle) on registry.persons to campaign_runtime;
grant select on registry.persons to campaign_reader;
