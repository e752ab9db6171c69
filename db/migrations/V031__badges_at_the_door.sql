-- HUE-3.1: a citizen scans the QR code that a member of staff shows. The page says whom to call; the code is made by the tablet itself, with the key of the device, so that
-- it needs no network and cannot be fetched ahead; and a code that is first shown after it has run out is looked into.

create table registry.department_details (
  effective_from timestamptz primary key,
  name_vi        text not null check (length(name_vi) between 1 and 200),
  name_en        text not null check (length(name_en) between 1 and 200),
  phone          text constraint phone_can_be_called check (phone ~ '^\+?[0-9][0-9 .]{2,28}$'),
  decided_by     text not null check (length(decided_by) between 1 and 300)
);
comment on table registry.department_details is 'The department as pages name it, dated: the one in force is the latest that has begun. Without a phone the pages show none.';
insert into registry.department_details (effective_from, name_vi, name_en, decided_by) values
  ('2023-07-28 00:00+07', 'Sở Thông tin và Truyền thông', 'Department of Information and Communications', 'migration'),
  ('2025-03-01 00:00+07', 'Sở Khoa học và Công nghệ', 'Department of Science and Technology', 'migration');
grant select, insert on registry.department_details to campaign_runtime;
grant select on registry.department_details to campaign_reader;

create table registry.badge_scans (
  badge_hash  bytea primary key check (octet_length(badge_hash) = 32),
  staff_id    uuid not null references registry.staff,
  provider_id smallint not null references registry.providers,
  campaign_id integer not null references registry.campaigns,
  valid_until timestamptz not null,
  scanned_at  timestamptz not null
);
comment on table registry.badge_scans is 'When each staff QR code was first opened. Of codes that the registry''s staff made alone; nothing of who scanned it.';
create index badge_scans_by_time on registry.badge_scans (scanned_at);
comment on index registry.badge_scans_by_time is 'HUE-5.1: what was scanned since the detector last looked; HUE-1.7: what has grown old.';
grant select, insert on registry.badge_scans to campaign_runtime;
alter table registry.badge_scans enable row level security;
create policy scans_are_the_registrys on registry.badge_scans to campaign_runtime using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));

create index devices_by_key on signin.devices (substring(sha256(public_key) from 1 for 16));
comment on index signin.devices_by_key is 'HUE-3.1: whose device has signed a badge.';

-- ---------- Retention ----------

alter table registry.retention_terms drop constraint retention_is_of_a_known_subject;
alter table registry.retention_terms add constraint retention_is_of_a_known_subject check (subject in (
  'READS', 'CITIZEN_ASKS', 'NEED_CONTACTS', 'MESSAGES', 'SIGN_IN_CODES', 'SIGN_IN_ATTEMPTS', 'SIGN_IN_SESSIONS', 'SIGN_IN_TOKENS', 'SET_UP_CODES', 'SIGN_IN_EVENTS',
  'PERSON_DETAILS', 'IMPORT_PIECES', 'BADGE_SCANS'));
insert into registry.retention_terms (subject, effective_from, kept, clause, why) values
  ('BADGE_SCANS', '2026-01-01', interval '1 year', 'HUE-3.1', 'When a staff QR code was first opened: to answer who showed an old one.');

grant select (badge_hash, scanned_at), delete on registry.badge_scans to campaign_retention;
create policy retention_sees_old_scans on registry.badge_scans for select to campaign_retention using (scanned_at < (select registry.retention_bound('BADGE_SCANS')));
create policy old_scans_go on registry.badge_scans for delete to campaign_retention using (scanned_at < (select registry.retention_bound('BADGE_SCANS')));
