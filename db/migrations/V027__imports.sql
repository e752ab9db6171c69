-- Certificates from before the campaign come in by files (HUE-2.3). A file is judged row by row, in parts of some thousand rows; each part is one transaction, which
-- writes what it records, its verdicts and how far the file has been read. So a run that is ended at any point goes on where it stood, and no row is half-imported.

create table registry.imports (
  id            uuid primary key,
  campaign_id   integer not null references registry.campaigns,
  provider_id   smallint not null references registry.providers,
  requested_by  text not null check (length(requested_by) between 1 and 300),
  requested_at  timestamptz not null,
  file_name     text not null check (length(file_name) between 1 and 200), -- what looks like a citizen number is blanked
  content_hash  bytea not null check (octet_length(content_hash) = 32), -- SHA-256 of the file
  size_bytes    bigint not null check (size_bytes >= 0),
  form          text not null check (form in ('CSV', 'XLSX')),
  encoding      text check (encoding in ('UTF-8', 'UTF-16LE', 'UTF-16BE', 'WINDOWS-1258', 'TCVN3')),
  columns       jsonb not null, -- which column of the file holds what: [["citizenId", "Số CCCD"], …]
  state         text not null check (state in ('WAITING', 'RUNNING', 'DONE', 'DAMAGED', 'STOPPED')),
  started_at    timestamptz,
  finished_at   timestamptz,
  read_bytes    bigint not null default 0,
  rows_done     bigint not null default 0, -- rows of the file that have a verdict or are blank; the header is row 1
  recorded      bigint not null default 0,
  already_ours  bigint not null default 0,
  held_by_another bigint not null default 0,
  malformed     bigint not null default 0,
  doubtful      bigint not null default 0,
  constraint one_import_per_file unique (campaign_id, provider_id, content_hash),
  constraint import_ends_with_its_time check ((state in ('DONE', 'DAMAGED', 'STOPPED')) = (finished_at is not null)),
  constraint csv_has_an_encoding check ((form = 'CSV') = (encoding is not null))
);
comment on constraint one_import_per_file on registry.imports is 'HUE-2.3: the same file again is the same import, and changes nothing.';
create index imports_by_provider on registry.imports (campaign_id, provider_id, requested_at desc);
comment on index registry.imports_by_provider is 'A provider''s imports, newest first.';

-- The verdicts of the rows [first_row, first_row + rows). Rows that are not named were recorded: [row, verdict, field, fault, holder].
create table registry.import_parts (
  import_id uuid not null references registry.imports,
  first_row bigint not null,
  rows      integer not null check (rows > 0),
  judged_at timestamptz not null,
  verdicts  jsonb not null,
  primary key (import_id, first_row)
);
comment on table registry.import_parts is 'What became of each row, without the row: no number and no name is here.';

-- The uploaded file, under AES-256-GCM in pieces of 1 MiB, each bound to its import and place; deleted by the retention after its term.
create table registry.import_pieces (
  import_id         uuid not null,
  piece             integer not null check (piece >= 0),
  encryption_key_id smallint not null,
  sealed            bytea not null,
  primary key (import_id, piece)
);

-- HUE-1.4: a file that says a certificate is older than the one that was recorded in the campaign. The record stands; the department looks.
create table registry.import_claims (
  import_id        uuid not null references registry.imports,
  person_id        uuid not null references registry.persons,
  campaign_id      integer not null references registry.campaigns,
  provider_id      smallint not null references registry.providers,
  holder_id        uuid not null,
  serial_number    text not null check (serial_number ~ '^[1-9A-F][0-9A-F]{0,39}$'),
  issued_at        timestamptz not null,
  certificate_hash bytea check (octet_length(certificate_hash) = 32), -- when the file holds the certificate itself
  claimed_at       timestamptz not null,
  constraint one_claim_per_certificate primary key (person_id, provider_id, serial_number),
  foreign key (person_id, holder_id) references registry.issuances (person_id, id)
);
create index import_claims_by_time on registry.import_claims (campaign_id, claimed_at);
comment on index registry.import_claims_by_time is 'The detector UNRECORDED_CERTIFICATE reads what is new.';

create index revocation_tasks_by_serial on registry.revocation_tasks (provider_id, serial_number);
comment on index registry.revocation_tasks_by_serial is 'Whether a certificate was revoked is asked of each record, and of each row of an import.';

-- An import has no one waiting for a receipt: its leaf is in the journal, and whoever needs proof is shown that.
alter table registry.issuances alter column receipt_key_id drop not null, alter column receipt_signature drop not null;
alter table registry.issuances add constraint receipt_unless_imported check (
  (receipt_key_id is null) = (receipt_signature is null) and (origin = 'IMPORT' or receipt_signature is not null));

-- The earliest of the imported certificates holds the place; one that was imported before it ends.
alter table registry.issuances drop constraint issuance_ends_for_a_known_reason;
alter table registry.issuances add constraint issuance_ends_for_a_known_reason check (end_reason in (
  'FAULT_NOT_RESOLVED', 'WRONG_CITIZEN', 'REVOKED', 'CITIZEN_ASKED', 'REPLACED', 'SWITCHED', 'EXPIRED', 'EARLIER_CERTIFICATE'));

-- HUE-2.3: what is imported was made before the campaign, and by a provider that takes part when it imports (I7). Looked at for a whole statement at once, for an import
-- writes thousands of rows by one.
create function registry.imports_are_from_before() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if not exists (select from written w where w.origin = 'IMPORT') then
    return null;
  end if;
  if exists (
    select from (select campaign_id, recorded_at, max(issued_at) as issued_at from written where origin = 'IMPORT' group by campaign_id, recorded_at) w
    cross join lateral (
      select t.opens_at from registry.campaign_terms t where t.campaign_id = w.campaign_id and t.effective_from <= w.recorded_at
      order by t.effective_from desc limit 1) t
    where w.issued_at >= t.opens_at) then
    raise exception 'made after the campaign opened' using errcode = '23514', constraint = 'import_is_from_before', table = 'issuances', schema = 'registry';
  end if;
  if exists (
    select from (select distinct campaign_id, provider_id, recorded_at from written where origin = 'IMPORT') w
    where not exists (
      select from registry.participations p
      where p.campaign_id = w.campaign_id and p.provider_id = w.provider_id and p.joined_at <= w.recorded_at
        and (p.ended_at is null or p.ended_at > w.recorded_at))) then
    raise exception 'provider does not take part' using errcode = '23514', constraint = 'recorder_takes_part', table = 'issuances', schema = 'registry';
  end if;
  return null;
end
$$;
create trigger imports_are_from_before after insert on registry.issuances referencing new table as written
  for each statement execute function registry.imports_are_from_before();
comment on trigger imports_are_from_before on registry.issuances is 'HUE-2.3, I7: a file brings in what was made before the campaign, of a provider that takes part.';

grant select, insert on registry.imports, registry.import_parts, registry.import_pieces, registry.import_claims to campaign_runtime;
grant update (state, started_at, finished_at, read_bytes, rows_done, recorded, already_ours, held_by_another, malformed, doubtful) on registry.imports to campaign_runtime;

alter table registry.imports enable row level security;
create policy own_imports_are_seen on registry.imports for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_imports_are_asked_for on registry.imports for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy imports_are_run_by_the_registry on registry.imports for update to campaign_runtime using ((select registry.viewer_sees_all()));

alter table registry.import_parts enable row level security;
create policy own_verdicts_are_seen on registry.import_parts for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or exists (select from registry.imports i where i.id = import_id and i.provider_id = (select registry.viewer_provider())));
create policy verdicts_are_the_registrys on registry.import_parts for insert to campaign_runtime with check ((select registry.viewer_sees_all()));

alter table registry.import_pieces enable row level security;
create policy pieces_are_the_registrys on registry.import_pieces to campaign_runtime using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));

alter table registry.import_claims enable row level security;
create policy claims_are_the_departments on registry.import_claims to campaign_runtime using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));
