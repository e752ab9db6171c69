-- Certificates from before the campaign come in by files (HUE-2.3). A file is judged row by row, in parts of some thousand rows; each part is one transaction, which
-- writes what it records, its verdicts and how far the file has been read. So a run that is ended at any point goes on where it stood, and no row is half-imported.
-- A provider's administrator hands a file in by the page or by the API, looks at what its first rows would do, and then orders the import (HUE-2.3). The file is kept
-- sealed, in pieces, until everybody has had time to fetch what became of each row.

create table registry.import_uploads (
  id          uuid primary key,
  provider_id smallint not null references registry.providers,
  uploaded_by text not null check (length(uploaded_by) between 1 and 300),
  uploaded_at timestamptz not null
);
comment on table registry.import_uploads is 'A file on its way in. One that broke off, or was known already, belongs to no import and goes with the retention.';
create index import_uploads_by_provider on registry.import_uploads (provider_id, uploaded_at);
comment on index registry.import_uploads_by_provider is 'How much a provider has handed in within a day, which is bounded.';

alter table registry.import_uploads enable row level security;
create policy uploads_are_the_registrys on registry.import_uploads to campaign_runtime using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));
grant select, insert on registry.import_uploads to campaign_runtime;

create table registry.import_pieces (
  upload_id         uuid not null references registry.import_uploads,
  piece             integer not null check (piece between 0 and 1023),
  encryption_key_id smallint not null,
  sealed            bytea not null constraint piece_is_of_a_mebibyte check (octet_length(sealed) between 29 and 1048604),
  kept_at           timestamptz not null,
  primary key (upload_id, piece)
);
alter table registry.import_pieces alter column sealed set storage external; -- what is sealed does not compress
comment on table registry.import_pieces is 'An uploaded file under AES-256-GCM, in pieces of 1 MiB of which the last may be shorter, each bound to its upload and place.';
create index import_pieces_by_time on registry.import_pieces (kept_at);
comment on index registry.import_pieces_by_time is 'HUE-1.7: what has grown old.';

alter table registry.import_pieces enable row level security;
create policy pieces_are_the_registrys on registry.import_pieces to campaign_runtime using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));
grant select, insert on registry.import_pieces to campaign_runtime;

create table registry.imports (
  id              uuid primary key,
  campaign_id     integer not null references registry.campaigns,
  provider_id     smallint not null references registry.providers,
  requested_by    text not null check (length(requested_by) between 1 and 300),
  requested_at    timestamptz not null,
  file_name       text not null check (length(file_name) between 1 and 200), -- what looks like a citizen number is blanked
  content_hash    bytea not null check (octet_length(content_hash) = 32), -- SHA-256 of the file
  size_bytes      bigint not null check (size_bytes >= 0),
  form            text not null check (form in ('CSV', 'XLSX')),
  encoding        text check (encoding in ('UTF-8', 'UTF-16LE', 'UTF-16BE', 'WINDOWS-1258', 'TCVN3')),
  columns         jsonb not null, -- which column of the file holds what: [["citizenId", "Số CCCD"], …]
  state           text not null constraint import_is_in_a_known_state check (state in ('UPLOADED', 'WAITING', 'RUNNING', 'DONE', 'DAMAGED', 'STOPPED')),
  started_at      timestamptz,
  finished_at     timestamptz,
  read_bytes      bigint not null default 0,
  rows_done       bigint not null default 0, -- rows of the file that have a verdict or are blank; the header is row 1
  recorded        bigint not null default 0,
  already_ours    bigint not null default 0,
  held_by_another bigint not null default 0,
  malformed       bigint not null default 0,
  doubtful        bigint not null default 0,
  upload_id       uuid unique references registry.import_uploads, -- null: the file was read where it lies, by the command line
  ordered_by      text check (length(ordered_by) between 1 and 300),
  ordered_at      timestamptz,
  constraint one_import_per_file unique (campaign_id, provider_id, content_hash),
  constraint import_ends_with_its_time check ((state in ('DONE', 'DAMAGED', 'STOPPED')) = (finished_at is not null)),
  constraint csv_has_an_encoding check ((form = 'CSV') = (encoding is not null)),
  constraint upload_waits_for_its_order check (case state when 'UPLOADED' then upload_id is not null and ordered_at is null else true end),
  constraint order_says_by_whom check ((ordered_at is null) = (ordered_by is null))
);
comment on constraint one_import_per_file on registry.imports is 'HUE-2.3: the same file again is the same import, and changes nothing.';
comment on constraint upload_waits_for_its_order on registry.imports is 'HUE-2.3: an uploaded file does nothing until somebody who saw its preview has ordered the import.';
create index imports_by_provider on registry.imports (campaign_id, provider_id, requested_at desc);
comment on index registry.imports_by_provider is 'A provider''s imports, newest first.';
create index imports_to_run on registry.imports (ordered_at, id) where state in ('WAITING', 'RUNNING') and upload_id is not null;
comment on index registry.imports_to_run is 'The import whose turn it is: first ordered, first run.';

alter table registry.imports enable row level security;
create policy own_imports_are_seen on registry.imports for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_imports_are_asked_for on registry.imports for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy imports_are_run_by_the_registry on registry.imports for update to campaign_runtime using ((select registry.viewer_sees_all()));
create policy own_imports_are_ordered on registry.imports for update to campaign_runtime
  using (provider_id = (select registry.viewer_provider()) and state in ('UPLOADED', 'STOPPED'))
  with check (provider_id = (select registry.viewer_provider()) and state = 'WAITING');
grant select, insert on registry.imports to campaign_runtime;
grant update (state, started_at, finished_at, read_bytes, rows_done, recorded, already_ours, held_by_another, malformed, doubtful, upload_id, ordered_by, ordered_at) on registry.imports to campaign_runtime;

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

alter table registry.import_parts enable row level security;
create policy own_verdicts_are_seen on registry.import_parts for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or exists (select from registry.imports i where i.id = import_id and i.provider_id = (select registry.viewer_provider())));
create policy verdicts_are_the_registrys on registry.import_parts for insert to campaign_runtime with check ((select registry.viewer_sees_all()));
grant select, insert on registry.import_parts to campaign_runtime;

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

alter table registry.import_claims enable row level security;
create policy claims_are_the_departments on registry.import_claims to campaign_runtime using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));
grant select, insert on registry.import_claims to campaign_runtime;
