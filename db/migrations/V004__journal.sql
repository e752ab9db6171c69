-- Every authoritative change, in the order of its recording, in the transaction that made it (I10). Rows are only added.
-- leaf_hash is what the public tree will hold: RFC 6962 over a salted commitment, so that it reveals counts and times, never a citizen.

create table registry.journal (
  sequence   bigint generated always as identity primary key,
  at         timestamptz not null,
  kind       text not null,
  subject_id uuid,
  actor      text not null,
  payload    text not null,
  salt       bytea not null check (octet_length(salt) = 32),
  leaf_hash  bytea not null check (octet_length(leaf_hash) = 32)
);
create index journal_by_subject on registry.journal (subject_id, sequence);
comment on index registry.journal_by_subject is 'The history of one issuance, need or campaign.';

grant select, insert on registry.journal to campaign_runtime;
