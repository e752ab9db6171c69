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

-- Nothing had written V027's pieces yet.
drop table registry.import_pieces;
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

alter table registry.imports
  add column upload_id uuid unique references registry.import_uploads, -- null: the file was read where it lies, by the command line
  add column ordered_by text check (length(ordered_by) between 1 and 300),
  add column ordered_at timestamptz,
  drop constraint imports_state_check,
  add constraint import_is_in_a_known_state check (state in ('UPLOADED', 'WAITING', 'RUNNING', 'DONE', 'DAMAGED', 'STOPPED')),
  add constraint upload_waits_for_its_order check (case state when 'UPLOADED' then upload_id is not null and ordered_at is null else true end),
  add constraint order_says_by_whom check ((ordered_at is null) = (ordered_by is null));
comment on constraint upload_waits_for_its_order on registry.imports is 'HUE-2.3: an uploaded file does nothing until somebody who saw its preview has ordered the import.';
create index imports_to_run on registry.imports (ordered_at, id) where state in ('WAITING', 'RUNNING') and upload_id is not null;
comment on index registry.imports_to_run is 'The import whose turn it is: first ordered, first run.';

grant select, insert on registry.import_uploads, registry.import_pieces to campaign_runtime;
grant update (upload_id, ordered_by, ordered_at) on registry.imports to campaign_runtime;

alter table registry.import_uploads enable row level security;
create policy uploads_are_the_registrys on registry.import_uploads to campaign_runtime using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));
alter table registry.import_pieces enable row level security;
create policy pieces_are_the_registrys on registry.import_pieces to campaign_runtime using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));
create policy own_imports_are_ordered on registry.imports for update to campaign_runtime
  using (provider_id = (select registry.viewer_provider()) and state in ('UPLOADED', 'STOPPED'))
  with check (provider_id = (select registry.viewer_provider()) and state = 'WAITING');

grant select (encryption_key_id) on registry.import_pieces to campaign_rekey;
create policy rekeying_sees_all on registry.import_pieces for select to campaign_rekey using (true);

-- ---------- Retention ----------

alter table registry.retention_terms drop constraint retention_is_of_a_known_subject;
alter table registry.retention_terms add constraint retention_is_of_a_known_subject check (subject in (
  'READS', 'CITIZEN_ASKS', 'NEED_CONTACTS', 'MESSAGES', 'SIGN_IN_CODES', 'SIGN_IN_ATTEMPTS', 'SIGN_IN_SESSIONS', 'SIGN_IN_TOKENS', 'SET_UP_CODES', 'SIGN_IN_EVENTS',
  'PERSON_DETAILS', 'IMPORT_PIECES'));
insert into registry.retention_terms (subject, effective_from, kept, clause, why) values
  ('IMPORT_PIECES', '2026-01-01', interval '30 days', 'HUE-1.7', 'An uploaded file of earlier certificates, from its upload on: to import it and to fetch what became of each row.');

grant select (upload_id, piece, kept_at), delete on registry.import_pieces to campaign_retention;
create policy retention_sees_old_pieces on registry.import_pieces for select to campaign_retention using (kept_at < (select registry.retention_bound('IMPORT_PIECES')));
create policy old_pieces_go on registry.import_pieces for delete to campaign_retention using (kept_at < (select registry.retention_bound('IMPORT_PIECES')));
