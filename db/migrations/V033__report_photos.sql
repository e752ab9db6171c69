-- Photographs of a report (HUE-5.2): drawn anew before they are kept, so that nothing but pixels is in them, and sealed, each bound to its own row.

create table registry.report_photos (
  id                uuid primary key,
  report_id         uuid not null references registry.reports,
  place             smallint not null constraint report_has_four_photos_at_most check (place between 1 and 4),
  encryption_key_id smallint not null,
  sealed            bytea not null constraint photo_is_of_4_mebibytes_at_most check (octet_length(sealed) between 29 and 4194332),
  width             smallint not null check (width between 1 and 1600),
  height            smallint not null check (height between 1 and 1600),
  content_hash      bytea not null check (octet_length(content_hash) = 32), -- SHA-256 of what is kept
  kept_at           timestamptz not null,
  constraint one_photo_per_place unique (report_id, place),
  constraint same_photo_is_kept_once unique (report_id, content_hash)
);
alter table registry.report_photos alter column sealed set storage external; -- what is sealed does not compress
comment on table registry.report_photos is 'HUE-5.2: photographs under AES-256-GCM, each bound to the id of its row.';
comment on constraint one_photo_per_place on registry.report_photos is 'Of many that are sent at once four are kept.';
comment on constraint same_photo_is_kept_once on registry.report_photos is 'I3: a photograph that is sent again is the one that is there.';
create index report_photos_by_time on registry.report_photos (kept_at);
comment on index registry.report_photos_by_time is 'HUE-1.7: what has grown old.';

grant select, insert on registry.report_photos to campaign_runtime;
alter table registry.report_photos enable row level security;
create policy report_photos_are_seen_by_the_department on registry.report_photos for select to campaign_runtime using ((select registry.viewer_sees_all()));
create policy report_photos_are_kept_by_the_registry on registry.report_photos for insert to campaign_runtime with check ((select registry.viewer_sees_all()));

grant select (id, encryption_key_id, sealed), update (encryption_key_id, sealed) on registry.report_photos to campaign_rekey;
create policy rekeying_sees_all on registry.report_photos to campaign_rekey using (true) with check (true);

alter table registry.retention_terms drop constraint retention_is_of_a_known_subject;
alter table registry.retention_terms add constraint retention_is_of_a_known_subject check (subject in (
  'READS', 'CITIZEN_ASKS', 'NEED_CONTACTS', 'MESSAGES', 'SIGN_IN_CODES', 'SIGN_IN_ATTEMPTS', 'SIGN_IN_SESSIONS', 'SIGN_IN_TOKENS', 'SET_UP_CODES', 'SIGN_IN_EVENTS',
  'PERSON_DETAILS', 'IMPORT_PIECES', 'BADGE_SCANS', 'REPORT_CONTACTS', 'REPORT_PHOTOS'));
insert into registry.retention_terms (subject, effective_from, kept, clause, why) values
  ('REPORT_PHOTOS', '2026-01-01', interval '2 years', 'HUE-1.7',
   'A photograph of a report, from when it came, and never before the case is judged: as long as what was decided on it may be disputed.');

grant select (id, report_id, kept_at), delete on registry.report_photos to campaign_retention;
create policy retention_sees_old_report_photos on registry.report_photos for select to campaign_retention using (
  kept_at < (select registry.retention_bound('REPORT_PHOTOS')) and not registry.is_held_for_report(report_id));
create policy old_report_photos_go on registry.report_photos for delete to campaign_retention using (kept_at < (select registry.retention_bound('REPORT_PHOTOS')));
