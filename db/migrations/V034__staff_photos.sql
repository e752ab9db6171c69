-- The face behind a badge (HUE-3.1): a provider's administrator sets the photograph of a member of staff, and a citizen who scans the badge compares. It is shown while the
-- badge stands, and goes after the period of service.

create table registry.staff_photos (
  id                uuid primary key,
  staff_id          uuid not null references registry.staff,
  encryption_key_id smallint not null,
  sealed            bytea not null constraint staff_photo_is_of_80_kB_at_most check (octet_length(sealed) between 29 and 80028),
  set_at            timestamptz not null,
  set_by            text not null check (length(set_by) between 1 and 200),
  removed_at        timestamptz check (removed_at >= set_at),
  removed_by        text check (length(removed_by) between 1 and 200),
  constraint removed_photo_says_by_whom check ((removed_at is null) = (removed_by is null))
);
alter table registry.staff_photos alter column sealed set storage external; -- what is sealed does not compress
comment on table registry.staff_photos is 'HUE-3.1: portraits of staff under AES-256-GCM, each bound to the id of its row; the one that is not removed is shown.';
create unique index one_photo_per_staff_member on registry.staff_photos (staff_id) where removed_at is null;
comment on index registry.one_photo_per_staff_member is 'HUE-3.1: a badge shows one face.';
create index staff_photos_that_are_removed on registry.staff_photos (removed_at) where removed_at is not null;
comment on index registry.staff_photos_that_are_removed is 'HUE-1.7: what has grown old.';

create function registry.photo_is_of_active_staff() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if not exists (select from registry.staff s where s.id = new.staff_id and (s.active_to is null or s.active_to > new.set_at)) then
    raise exception 'who has left gets no photograph' using errcode = '23514', constraint = 'photo_is_of_active_staff', table = 'staff_photos', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger photo_is_of_active_staff before insert on registry.staff_photos for each row execute function registry.photo_is_of_active_staff();
comment on trigger photo_is_of_active_staff on registry.staff_photos is 'HUE-3.1: who has left bears no badge.';

create function registry.staff_photo_is_removed_once() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if old.removed_at is not null then
    raise exception 'a removed photograph does not come back' using errcode = '23514', constraint = 'staff_photo_is_removed_once', table = 'staff_photos', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger staff_photo_is_removed_once before update on registry.staff_photos
  for each row when (current_user <> 'campaign_rekey') execute function registry.staff_photo_is_removed_once();
comment on trigger staff_photo_is_removed_once on registry.staff_photos is 'I9: what was removed stays removed.';

-- The end of a period of service removes the photograph in the same transaction, whoever writes the end.
create function registry.photo_goes_with_the_service() returns trigger
  language plpgsql security definer
  set search_path = ''
  as $$
begin
  update registry.staff_photos p set removed_at = greatest(new.active_to, p.set_at), removed_by = 'registry' where p.staff_id = new.id and p.removed_at is null;
  return null;
end
$$;
revoke execute on function registry.photo_goes_with_the_service() from public;
create trigger photo_goes_with_the_service after update of active_to on registry.staff
  for each row when (new.active_to is not null) execute function registry.photo_goes_with_the_service();
comment on trigger photo_goes_with_the_service on registry.staff is 'HUE-1.7: who has left is shown no more, and the photograph goes after its term.';

grant select, insert on registry.staff_photos to campaign_runtime;
grant update (removed_at, removed_by) on registry.staff_photos to campaign_runtime;
alter table registry.staff_photos enable row level security;
create policy own_staffs_photos on registry.staff_photos to campaign_runtime
  using ((select registry.viewer_sees_all()) or exists (select from registry.staff s where s.id = staff_id and s.provider_id = (select registry.viewer_provider())))
  with check ((select registry.viewer_sees_all()) or exists (select from registry.staff s where s.id = staff_id and s.provider_id = (select registry.viewer_provider())));

grant select (id, encryption_key_id, sealed), update (encryption_key_id, sealed) on registry.staff_photos to campaign_rekey;
create policy rekeying_sees_all on registry.staff_photos to campaign_rekey using (true) with check (true);

alter table registry.retention_terms drop constraint retention_is_of_a_known_subject;
alter table registry.retention_terms add constraint retention_is_of_a_known_subject check (subject in (
  'READS', 'CITIZEN_ASKS', 'NEED_CONTACTS', 'MESSAGES', 'SIGN_IN_CODES', 'SIGN_IN_ATTEMPTS', 'SIGN_IN_SESSIONS', 'SIGN_IN_TOKENS', 'SET_UP_CODES', 'SIGN_IN_EVENTS',
  'PERSON_DETAILS', 'IMPORT_PIECES', 'BADGE_SCANS', 'REPORT_CONTACTS', 'REPORT_PHOTOS', 'STAFF_PHOTOS'));
insert into registry.retention_terms (subject, effective_from, kept, clause, why) values
  ('STAFF_PHOTOS', '2026-01-01', interval '90 days', 'HUE-1.7',
   'A photograph of a member of staff that was removed, replaced, or whose period of service has ended, from then on: as long as a citizen may dispute whom the badge showed.');

grant select (id, removed_at), delete on registry.staff_photos to campaign_retention;
create policy retention_sees_old_staff_photos on registry.staff_photos for select to campaign_retention using (removed_at < (select registry.retention_bound('STAFF_PHOTOS')));
create policy old_staff_photos_go on registry.staff_photos for delete to campaign_retention using (removed_at < (select registry.retention_bound('STAFF_PHOTOS')));
