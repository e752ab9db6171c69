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
create index journal_of_followed_changes on registry.journal (sequence) where kind like 'NEED\_%' or kind = 'VIOLATION_FLAGGED';
comment on index registry.journal_of_followed_changes is 'What subscribers follow: committed changes of needs and flags, in the order in which they were written.';

-- I10: everybody's changes are written to the journal, each in his or her own name or as what the registry does by itself; read, they are the department's.
alter table registry.journal enable row level security;
create policy the_journal_is_the_departments on registry.journal for select to campaign_runtime using ((select registry.viewer_sees_all()));
create policy own_changes_are_written on registry.journal for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or actor = (select registry.viewer_request_owner())
  or (actor = 'citizen' and (select registry.viewer_key_hashes()) is not null)
  or (actor = 'registry' and (select registry.viewer_request_owner()) is not null));
grant select, insert on registry.journal to campaign_runtime;

-- A leaf as Journal/JournalLeaf.cs writes it, for what the database does by itself.
create function registry.write_leaf(at timestamptz, kind text, subject_id uuid, actor text, payload text) returns void
  language plpgsql volatile
  set search_path = ''
  as $$
declare
  -- 244 random bits, as 32 bytes.
  salt constant bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
begin
  insert into registry.journal (at, kind, subject_id, actor, payload, salt, leaf_hash) values (at, kind, subject_id, actor, payload, salt,
    sha256('\x00'::bytea || convert_to(
      'campaign-registry/leaf/v1' || chr(10) || registry.written_instant(at) || chr(10) || encode(sha256(salt || convert_to(payload, 'UTF8')), 'hex') || chr(10), 'UTF8')));
end
$$;
comment on function registry.write_leaf(timestamptz, text, uuid, text, text) is 'I10: a leaf of the journal, in the transaction of its change.';
revoke execute on function registry.write_leaf(timestamptz, text, uuid, text, text) from public;

create function registry.written_instant(at timestamptz) returns text
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
begin
  return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
end
$$;
comment on function registry.written_instant(timestamptz) is 'An instant as leaves of the journal write it.';
