-- A citizen is one person under every number (I2, HUE-1.3): numbers are linked on trusted grounds, as an alias graph with the source and the date of each link.
--
-- HOW TWO PERSONS BECOME ONE. registry.link_persons(person_a, person_b, source, actor, at, basis) is the one implementation, for officers, the import and identity services.
-- It answers LINKED, SAME_ALREADY or BOTH_HOLD, and runs for the department or the registry alone (42501 for everybody else).
--   * One of the two stays: who holds a live certificate; else who has an open need; else who was known first. All number keys lead to the one who stays (number_keys.person_id,
--     so that the way from a number to its person is still one step by an index); number_keys.linked_from remembers whose number it was, and citizen_numbers is not touched.
--   * History keeps its person_id: issuances, needs, free periods, dossiers, requests of the one who was absorbed are read through persons_of(person).
--   * Both hold a live certificate, in whatever campaign: nothing is merged. A case is opened (person_link_cases, told to the department as POSSIBLE_SAME_PERSON), both numbers go on
--     reading as held, and an officer ends one of the certificates before the link is asked for again.
--   * Whoever is absorbed holds nothing (absorbed_person_holds_nothing) and gets nothing any more (recorded_person_is_not_absorbed), so one_live_issuance_per_person holds
--     for the whole person. What it had written as live has run out and is written down as EXPIRED; an open need of it ends as SUPERSEDED.
--   * The free period is the earliest that any of them had (free_period_of), and a link never starts one anew (a trigger on free_periods skips a second).
--   * Locks: both persons, in the order of their ids, FOR UPDATE, against which even an unlocked insert waits by its foreign key; then the clock; then it looks.
--     Who locks by number (lock_person_of) or by id (lock_person) looks again after the lock, and so always holds the person that the number leads to.
-- A seventh argument gives the link (or the case) its id.
-- For many pairs in one statement: select registry.link_persons(p.a, p.b, 'IMPORT', $actor, $at, p.basis) from (select * from unnest(…) order by least(a, b), greatest(a, b)) p.
-- $at: the instant that the caller's rows bear, read after its locks; null: read here.
--
-- UNDOING. registry.unlink_persons(link, actor, at, reason) is a new decision, and possible while nothing was done since that hangs on the link: UNLINKED, NOT_IN_FORCE or USED_SINCE.
--
-- A provider's claim (number_claims) links nothing: else a provider could block a citizen by a false one. Why: docs/adr/0021.

-- ---------- The links ----------

create table registry.person_links (
  id          uuid primary key,
  from_person uuid not null references registry.persons, -- who was absorbed
  to_person   uuid not null references registry.persons, -- who stayed
  source      text not null constraint link_is_of_a_trusted_source check (source in ('OFFICER', 'IDENTITY_SERVICE', 'IMPORT')),
  actor       text not null check (length(actor) between 1 and 200),
  basis       text not null check (length(basis) between 3 and 500), -- why; what looks like a citizen number is blanked by whoever gives it
  linked_at   timestamptz not null,
  -- Who stays today, when the one who stayed was absorbed later: one step from anybody. Null: undone. Derived from the links in force, and derived again each night.
  survivor    uuid references registry.persons,
  constraint link_is_between_two_persons check (from_person <> to_person and from_person <> survivor)
);
comment on table registry.person_links is 'I2: on what grounds two persons became one, by whom and when. Rows are only added; survivor moves with later links alone.';
create unique index one_survivor_per_person on registry.person_links (from_person) where survivor is not null;
comment on index registry.one_survivor_per_person is 'I2: whoever was absorbed is one other person, and no two.';
create index person_links_by_survivor on registry.person_links (survivor) where survivor is not null;
comment on index registry.person_links_by_survivor is 'I2: all who are one person, in one step.';
create index person_links_by_person on registry.person_links (from_person, linked_at);
comment on index registry.person_links_by_person is 'I2: the history of a person''s links, undone ones too.';

create table registry.person_unlinks (
  link_id     uuid primary key references registry.person_links,
  actor       text not null check (length(actor) between 1 and 200),
  reason      text not null check (length(reason) between 3 and 500),
  unlinked_at timestamptz not null
);
comment on table registry.person_unlinks is 'I2: a link is undone by a new decision, once. Rows are only added.';

-- Two persons who were to be linked and each hold a certificate: for an officer to look into.
create table registry.person_link_cases (
  id         uuid primary key,
  person_a   uuid not null references registry.persons,
  person_b   uuid not null references registry.persons,
  issuance_a uuid not null,
  issuance_b uuid not null,
  source     text not null constraint case_is_of_a_trusted_source check (source in ('OFFICER', 'IDENTITY_SERVICE', 'IMPORT')),
  actor      text not null check (length(actor) between 1 and 200),
  basis      text not null check (length(basis) between 3 and 500),
  opened_at  timestamptz not null,
  constraint case_is_about_two_persons check (person_a < person_b),
  constraint one_case_per_pair unique (person_a, person_b)
);
comment on constraint one_case_per_pair on registry.person_link_cases is 'I2: two persons who both hold a certificate are looked into once, however often they are to be linked.';
create index person_link_cases_by_time on registry.person_link_cases (opened_at);
comment on index registry.person_link_cases_by_time is 'I2: cases since the last run of the detector.';

alter table registry.number_keys
  add column linked_from uuid references registry.persons,
  add constraint number_is_linked_from_another check (linked_from <> person_id);
comment on column registry.number_keys.linked_from is 'Whose number it was, and under whose id it stands in citizen_numbers, when a link has led it to person_id; null: it is still its own.';
create index number_keys_by_origin on registry.number_keys (linked_from) where linked_from is not null;
comment on index registry.number_keys_by_origin is 'I2: the keys of a number that a link has led to another person, for the rotation of keys and the department.';

create index number_claims_by_time on registry.number_claims (claimed_at);
comment on index registry.number_claims_by_time is 'I2: claims since the last run of the detector.';
create index number_claims_by_claimed on registry.number_claims (claimed_hash);
comment on index registry.number_claims_by_claimed is 'I2: who was said to be the one who has just got a certificate.';

-- ---------- Who is one ----------

create function registry.survivor_of(of_person uuid) returns uuid
  language plpgsql stable parallel safe security definer
  set search_path = ''
  as $$
begin
  return coalesce((select l.survivor from registry.person_links l where l.from_person = of_person and l.survivor is not null), of_person);
end
$$;
comment on function registry.survivor_of(uuid) is 'I2: the person under whom what is done for this one is done: itself, or the one that it was linked with.';

create function registry.persons_of(of_person uuid) returns uuid[]
  language plpgsql stable parallel safe security definer
  set search_path = ''
  as $$
declare
  root constant uuid := registry.survivor_of(of_person);
begin
  return case when root is null then null
    else array_prepend(root, array(select l.from_person from registry.person_links l where l.survivor = root order by l.from_person)) end;
end
$$;
comment on function registry.persons_of(uuid) is 'I2: the ids under which one person''s history stands, the one who stays first.';

create function registry.viewer_persons() returns uuid[]
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
begin
  return registry.persons_of(registry.viewer_person());
end
$$;
comment on function registry.viewer_persons() is 'I2, I8: the ids under which the citizen''s own history stands who looks; null when it is no citizen, or one of whom the registry knows nothing.';

-- ---------- Locks ----------

-- Between the look at the number and the lock another transaction may have linked it to another person: looked at again, until it is the one that is locked.
create function registry.lock_person_of(key_hashes bytea[]) returns uuid
  language plpgsql volatile
  set search_path = ''
  as $$
declare
  known uuid;
  locked uuid;
begin
  loop
    select k.person_id into known from registry.number_keys k where k.key_hash = any (key_hashes) order by k.key_hash limit 1;
    exit when known is null or known = locked;
    select p.id into locked from registry.persons p where p.id = known for no key update;
    exit when locked is null;
  end loop;
  return known;
end
$$;
comment on function registry.lock_person_of(bytea[]) is 'I2: the person to whom a number leads, locked; null when the registry knows none.';

create function registry.lock_person(of_person uuid) returns uuid
  language plpgsql volatile
  set search_path = ''
  as $$
declare
  known uuid;
  locked uuid;
begin
  loop
    known := registry.survivor_of(of_person);
    exit when known = locked;
    select p.id into locked from registry.persons p where p.id = known for no key update;
    if locked is null then
      return null;
    end if;
  end loop;
  return known;
end
$$;
comment on function registry.lock_person(uuid) is 'I2: the person who stands for this one, locked.';

-- ---------- What holds by the database alone ----------

create function registry.recorded_person_is_not_absorbed() returns trigger
  language plpgsql security definer
  set search_path = ''
  as $$
begin
  -- Waits for a link under way, which holds the row FOR UPDATE; the look after it is a new one.
  perform from registry.persons p where p.id = new.person_id for key share;
  if registry.survivor_of(new.person_id) <> new.person_id then
    raise exception 'the person is another one now'
      using errcode = '23514', constraint = 'recorded_person_is_not_absorbed', table = tg_table_name, schema = tg_table_schema;
  end if;
  return new;
end
$$;
create trigger recorded_person_is_not_absorbed before insert on registry.issuances
  for each row execute function registry.recorded_person_is_not_absorbed();
comment on trigger recorded_person_is_not_absorbed on registry.issuances is 'I1, I2: who was linked with another gets no certificate beside the other''s.';
create trigger recorded_person_is_not_absorbed before insert on registry.needs
  for each row execute function registry.recorded_person_is_not_absorbed();
comment on trigger recorded_person_is_not_absorbed on registry.needs is 'I2, HUE-4.2: who was linked with another has one open need with the other.';
create trigger recorded_person_is_not_absorbed before insert on registry.switch_consents
  for each row execute function registry.recorded_person_is_not_absorbed();
comment on trigger recorded_person_is_not_absorbed on registry.switch_consents is 'I2, HUE-1.2: a consent is given by the person who holds the certificate.';
create trigger recorded_person_is_not_absorbed before insert on registry.data_requests
  for each row execute function registry.recorded_person_is_not_absorbed();
comment on trigger recorded_person_is_not_absorbed on registry.data_requests is 'I2: a request about the own data is about the whole person.';

create function registry.absorbed_person_holds_nothing() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if new.survivor is not null and exists (
    select from registry.issuances i where i.person_id = new.from_person and i.status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED')) then
    raise exception 'who is absorbed holds a certificate'
      using errcode = '23514', constraint = 'absorbed_person_holds_nothing', table = 'person_links', schema = 'registry';
  end if;
  if new.survivor is not null and registry.survivor_of(new.survivor) <> new.survivor then
    raise exception 'who stays was absorbed'
      using errcode = '23514', constraint = 'who_stays_is_not_absorbed', table = 'person_links', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger absorbed_person_holds_nothing before insert on registry.person_links
  for each row execute function registry.absorbed_person_holds_nothing();
comment on trigger absorbed_person_holds_nothing on registry.person_links is 'I1, I2: two who each hold a certificate are never merged; whoever stays is one step away.';

-- While keys rotate a number gets a row under each. The person that was read for it may have been absorbed since.
create function registry.number_leads_to_who_stays() returns trigger
  language plpgsql security definer
  set search_path = ''
  as $$
declare
  stays uuid;
begin
  perform from registry.persons p where p.id = new.person_id for key share;
  stays := registry.survivor_of(new.person_id);
  if stays <> new.person_id then
    new.linked_from := coalesce(new.linked_from, new.person_id);
    new.person_id := stays;
  end if;
  return new;
end
$$;
create trigger number_leads_to_who_stays before insert on registry.number_keys
  for each row execute function registry.number_leads_to_who_stays();
comment on trigger number_leads_to_who_stays on registry.number_keys is 'I2: a number leads to one person under each key, whatever was linked meanwhile.';

create function registry.free_period_starts_once() returns trigger
  language plpgsql security definer
  set search_path = ''
  as $$
begin
  if exists (
    select from registry.free_periods f
    where f.person_id = any (registry.persons_of(new.person_id)) and f.person_id <> new.person_id and f.campaign_id = new.campaign_id and f.undone_at is null) then
    return null;
  end if;
  return new;
end
$$;
create trigger free_period_starts_once before insert on registry.free_periods
  for each row execute function registry.free_period_starts_once();
comment on trigger free_period_starts_once on registry.free_periods is 'I6: the free period of one person starts once, under whichever number it did.';

-- ---------- Linking and undoing ----------

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

create function registry.written_instant(at timestamptz) returns text
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
begin
  return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
end
$$;
comment on function registry.written_instant(timestamptz) is 'An instant as leaves of the journal write it.';

create function registry.link_persons(
  person_a uuid, person_b uuid, source text, actor text, at timestamptz, basis text, link uuid default gen_random_uuid()) returns text
  language plpgsql volatile security definer
  set search_path = ''
  as $$
declare
  a uuid;
  b uuid;
  now timestamptz;
  bears timestamptz;
  held_a uuid;
  held_b uuid;
  need_a timestamptz;
  need_b timestamptz;
  stays uuid;
  goes uuid;
  ended record;
begin
  if not registry.viewer_sees_all() then
    raise exception 'links are the department''s and the registry''s to make'
      using errcode = '42501', constraint = 'link_is_of_a_trusted_source', table = 'person_links', schema = 'registry';
  end if;

  loop
    a := registry.survivor_of(person_a);
    b := registry.survivor_of(person_b);
    if a = b then
      return 'SAME_ALREADY';
    end if;
    perform from registry.persons p where p.id in (a, b) order by p.id for update;
    exit when a = registry.survivor_of(person_a) and b = registry.survivor_of(person_b);
  end loop;
  now := registry.registry_now();
  bears := coalesce(at, now);

  select i.id into held_a from registry.issuances i
  where i.person_id = a and i.status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED') and (i.valid_until is null or i.valid_until > now)
  order by i.recorded_at limit 1;
  select i.id into held_b from registry.issuances i
  where i.person_id = b and i.status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED') and (i.valid_until is null or i.valid_until > now)
  order by i.recorded_at limit 1;
  if held_a is not null and held_b is not null then
    insert into registry.person_link_cases (id, person_a, person_b, issuance_a, issuance_b, source, actor, basis, opened_at)
    values (link, least(a, b), greatest(a, b), case when a < b then held_a else held_b end, case when a < b then held_b else held_a end,
      link_persons.source, link_persons.actor, link_persons.basis, bears)
    on conflict on constraint one_case_per_pair do nothing;
    if found then
      perform registry.write_leaf(bears, 'PERSON_LINK_CASE_OPENED', link, actor, json_build_object(
        'persons', array[least(a, b), greatest(a, b)], 'issuances', array[held_a, held_b], 'source', source, 'basis', basis)::text);
    end if;
    return 'BOTH_HOLD';
  end if;

  select min(n.registered_at) into need_a from registry.needs n where n.person_id = a and n.state in ('WAITING', 'IN_SUPPORT') and n.due_at > now;
  select min(n.registered_at) into need_b from registry.needs n where n.person_id = b and n.state in ('WAITING', 'IN_SUPPORT') and n.due_at > now;
  stays := case
    when held_a is not null then a
    when held_b is not null then b
    when need_a is not null or need_b is not null then case when need_b is null or need_a <= need_b then a else b end
    else least(a, b) end;
  goes := case when stays = a then b else a end;

  -- What it has written as live is no longer so by the clock.
  for ended in
    update registry.issuances i set status = 'EXPIRED', ended_at = i.valid_until, end_reason = 'EXPIRED', ended_by = 'registry'
    where i.person_id = goes and i.status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED') and i.valid_until <= now
    returning i.id, i.valid_until
  loop
    perform registry.write_leaf(bears, 'ISSUANCE_EXPIRED', ended.id, 'registry', '{"endedAt":"' || registry.written_instant(ended.valid_until) || '"}');
  end loop;

  -- The person waits for one provider at a time, and not at all who holds a certificate. What has lapsed or was released by the clock is left to those who write that down.
  for ended in
    update registry.needs n set state = 'SUPERSEDED', ended_at = now, closed_at = now
    from registry.participations p
    where n.person_id = goes and n.state in ('WAITING', 'IN_SUPPORT') and n.due_at > now
      and p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at and (p.ended_at is null or p.ended_at > now)
    returning n.id, n.campaign_id, n.provider_id
  loop
    perform registry.write_leaf(now, 'NEED_SUPERSEDED', ended.id, actor, json_build_object('by', link)::text);
    insert into registry.messages (id, written_at, campaign_id, recipient, provider_id, kind, subject_id, next_attempt_at)
    values (gen_random_uuid(), now, ended.campaign_id, 'PROVIDER', ended.provider_id, 'NEED_SUPERSEDED', ended.id, now) on conflict do nothing;
    insert into registry.messages (id, written_at, campaign_id, recipient, person_id, kind, subject_id, next_attempt_at)
    values (gen_random_uuid(), now, ended.campaign_id, 'CITIZEN', stays, 'NEED_SUPERSEDED', ended.id, now) on conflict do nothing;
  end loop;

  update registry.number_keys k set linked_from = coalesce(k.linked_from, k.person_id), person_id = stays where k.person_id = goes;
  insert into registry.person_links (id, from_person, to_person, source, actor, basis, linked_at, survivor)
  values (link, goes, stays, link_persons.source, link_persons.actor, link_persons.basis, bears, stays);
  update registry.person_links l set survivor = stays where l.survivor = goes;
  perform registry.write_leaf(bears, 'NUMBERS_LINKED', link, actor, json_build_object('from', goes, 'into', stays, 'source', source, 'basis', basis)::text);
  return 'LINKED';
end
$$;
comment on function registry.link_persons(uuid, uuid, text, text, timestamptz, text, uuid) is
  'I2: makes two persons one on trusted grounds: LINKED, SAME_ALREADY, or BOTH_HOLD with a case for an officer. For the department and the registry.';

create function registry.unlink_persons(of_link uuid, actor text, at timestamptz, reason text) returns text
  language plpgsql volatile security definer
  set search_path = ''
  as $$
declare
  link registry.person_links;
  now timestamptz;
  theirs uuid[];
begin
  if not registry.viewer_sees_all() then
    raise exception 'links are the department''s and the registry''s to undo'
      using errcode = '42501', constraint = 'link_is_of_a_trusted_source', table = 'person_links', schema = 'registry';
  end if;
  select l.* into link from registry.person_links l where l.id = of_link;
  if link.id is null then
    return 'NOT_IN_FORCE';
  end if;
  perform from registry.persons p where p.id in (link.from_person, link.to_person) order by p.id for update;
  select l.* into link from registry.person_links l where l.id = of_link;
  if link.survivor is null then
    return 'NOT_IN_FORCE';
  end if;
  now := registry.registry_now();

  -- Since then the two have acted as one: a later link, or anything that was recorded for the one who stayed, may be either's.
  if link.survivor <> link.to_person
    or exists (
      select from registry.person_links l
      where l.to_person = link.to_person and l.survivor is not null and l.id <> of_link and l.linked_at >= link.linked_at)
    or exists (
      select from registry.issuances i
      where i.person_id = link.to_person and (i.recorded_at >= link.linked_at or i.activated_at >= link.linked_at))
    or exists (select from registry.needs n where n.person_id = link.to_person and n.registered_at >= link.linked_at)
    or exists (select from registry.switch_consents s where s.person_id = link.to_person and s.consented_at >= link.linked_at)
    or exists (select from registry.data_requests r where r.person_id = link.to_person and r.received_at >= link.linked_at) then
    return 'USED_SINCE';
  end if;

  with recursive under (person) as (
    select link.from_person
    union
    select l.from_person from under u join registry.person_links l on l.to_person = u.person and l.survivor is not null and l.id <> of_link)
  select array_agg(u.person) into theirs from under u;
  update registry.person_links l set survivor = null where l.id = of_link;
  update registry.person_links l set survivor = link.from_person where l.survivor = link.to_person and l.from_person = any (theirs);
  update registry.number_keys k set person_id = link.from_person, linked_from = nullif(k.linked_from, link.from_person)
  where k.person_id = link.to_person and k.linked_from = any (theirs);
  insert into registry.person_unlinks (link_id, actor, reason, unlinked_at) values (of_link, unlink_persons.actor, unlink_persons.reason, coalesce(at, now));
  perform registry.write_leaf(coalesce(at, now), 'NUMBERS_UNLINKED', of_link, actor, json_build_object('from', link.to_person, 'out', link.from_person, 'reason', reason)::text);
  return 'UNLINKED';
end
$$;
comment on function registry.unlink_persons(uuid, text, timestamptz, text) is
  'I2: undoes a link by a new decision, while nothing hangs on it: UNLINKED, NOT_IN_FORCE or USED_SINCE. For the department and the registry.';

-- ---------- The free period of the whole person ----------

create function registry.free_period_of(of_person uuid, of_campaign integer) returns daterange
  language plpgsql stable security definer
  set search_path = ''
  as $$
declare
  one constant uuid[] := registry.persons_of(of_person);
begin
  if not coalesce(registry.viewer_sees_all() or registry.viewer_person() = any (one), false) and not exists (
    select from registry.issuances i
    where i.person_id = any (one) and i.campaign_id = of_campaign and i.provider_id = registry.viewer_provider()) then
    return null;
  end if;
  return (
    select daterange(f.starts_on, f.ends_on) from registry.free_periods f
    where f.person_id = any (one) and f.campaign_id = of_campaign and f.undone_at is null order by f.starts_on, f.ends_on limit 1);
end
$$;
comment on function registry.free_period_of(uuid, integer) is 'I6, HUE-1.5: the free period in force, half-open, the earliest that the person has under any number; beside an issuance of the viewer''s own.';

-- ---------- What looks at a person looks at the whole of it ----------

create or replace function registry.place_of(key_hashes bytea[], campaign_code text)
  returns table (person_id uuid, issuance_id uuid, provider_id smallint, status text, recorded_at timestamptz, valid_until timestamptz, root_id uuid,
    starts_on date, ends_on date)
  language plpgsql stable security definer rows 1
  set search_path = ''
  as $$
begin
  if not registry.viewer_may_ask_about(key_hashes) then
    return;
  end if;
  -- A certificate is held by the one who stays alone; a free period may have begun under whoever was absorbed.
  return query
    select k.person_id, i.id, i.provider_id, i.status, i.recorded_at, i.valid_until, i.root_id, f.starts_on, f.ends_on
    from (select n.person_id from registry.number_keys n where n.key_hash = any(key_hashes) order by n.key_hash limit 1) k
    join registry.campaigns c on c.code = campaign_code
    left join registry.issuances i on i.person_id = k.person_id and i.campaign_id = c.id and i.status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED')
    left join lateral (
      select u.starts_on, u.ends_on from (
        select p.starts_on, p.ends_on from registry.free_periods p where p.person_id = k.person_id and p.campaign_id = c.id and p.undone_at is null
        union all
        select p.starts_on, p.ends_on from registry.person_links l join registry.free_periods p on p.person_id = l.from_person
        where l.survivor = k.person_id and p.campaign_id = c.id and p.undone_at is null) u
      order by u.starts_on, u.ends_on limit 1) f on true;
end
$$;

create or replace function registry.other_holder(of_person uuid, of_campaign integer, own_issuance uuid)
  returns table (issuance_id uuid, provider_id smallint, status text, recorded_at timestamptz, valid_until timestamptz, root_id uuid)
  language plpgsql stable security definer rows 1
  set search_path = ''
  as $$
declare
  one constant uuid[] := registry.persons_of(of_person);
begin
  if not registry.viewer_sees_all() and not exists (
    select from registry.issuances o
    where o.person_id = any (one) and o.id = own_issuance and o.campaign_id = of_campaign and o.provider_id = registry.viewer_provider()) then
    return;
  end if;
  return query
    select i.id, i.provider_id, i.status, i.recorded_at, i.valid_until, i.root_id from registry.issuances i
    where i.person_id = any (one) and i.campaign_id = of_campaign and i.id <> own_issuance and i.status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED');
end
$$;

create or replace function registry.lock_open_need(of_person uuid, of_campaign integer)
  returns table (need_id uuid, person_id uuid, campaign_id integer, provider_id smallint, for_switch boolean, state text, due_at timestamptz, released_at timestamptz)
  language plpgsql volatile security definer rows 1
  set search_path = ''
  as $$
declare
  stays constant uuid := registry.survivor_of(of_person);
begin
  if not coalesce(registry.viewer_sees_all() or registry.viewer_provider() is not null or stays = registry.viewer_person(), false) then
    return;
  end if;
  return query
    select n.id, n.person_id, n.campaign_id, n.provider_id, n.for_switch, n.state, n.due_at, p.ended_at
    from registry.needs n
    join registry.participations p on p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at
    where n.person_id = stays and n.campaign_id = of_campaign and n.state in ('WAITING', 'IN_SUPPORT')
    for no key update of n;
end
$$;

create or replace function registry.message_is_owed(about uuid, to_person uuid, to_provider smallint, at timestamptz) returns boolean
  language sql stable security definer
  set search_path = ''
  as $$
    select exists (
        select from registry.issuances i
        where i.id = about and (i.person_id = to_person or registry.survivor_of(i.person_id) = to_person or i.provider_id = to_provider)
          and (i.provider_id = registry.viewer_provider() or i.person_id = any (registry.viewer_persons())
            or (i.ended_at = at and i.ended_by = registry.viewer_request_owner())))
      or exists (
        select from registry.needs n
        where n.id = about and (n.person_id = to_person or registry.survivor_of(n.person_id) = to_person or n.provider_id = to_provider)
          and (n.provider_id = registry.viewer_provider() or n.person_id = any (registry.viewer_persons())
            or (n.closed_at = at and exists (
              select from registry.issuances r
              where r.person_id = n.person_id and r.campaign_id = n.campaign_id and r.recorded_at = at and r.provider_id = registry.viewer_provider()))))
  $$;

create or replace function registry.restricted_persons() returns setof uuid
  language plpgsql stable security definer rows 50
  set search_path = ''
  as $$
begin
  return query
    select distinct p.id from registry.data_requests r cross join lateral unnest(registry.persons_of(r.person_id)) p (id)
    where r.kind = 'RESTRICTION' and r.state = 'FULFILLED';
end
$$;

create or replace function registry.is_held_for_person(of_person uuid) returns boolean
  language plpgsql stable security definer
  set search_path = ''
  as $$
begin
  return exists (select from registry.data_requests r where r.person_id = any (registry.persons_of(of_person)) and r.state = 'OPEN');
end
$$;

create or replace function registry.is_held_for_number(of_hash bytea) returns boolean
  language plpgsql stable security definer
  set search_path = ''
  as $$
begin
  return exists (
    select from registry.number_keys k join registry.data_requests r on r.person_id = any (registry.persons_of(k.person_id))
    where k.key_hash = of_hash and r.state = 'OPEN');
end
$$;

-- ---------- Whose rows ----------

alter policy own_issuances_are_seen on registry.issuances using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = any ((select registry.viewer_persons())::uuid[]));
alter policy free_periods_are_seen_beside_own_issuances on registry.free_periods using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]) or exists (
    select from registry.issuances i
    where i.person_id = free_periods.person_id and i.campaign_id = free_periods.campaign_id and i.provider_id = (select registry.viewer_provider())));
alter policy dossiers_are_seen_with_their_issuance on registry.dossiers using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[])
  or (person_id not in (select registry.restricted_persons()) and exists (
    select from registry.issuances i
    where i.person_id = dossiers.person_id and i.id = dossiers.issuance_id and i.provider_id = (select registry.viewer_provider()))));
alter policy own_needs_are_seen on registry.needs using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[])
  or (provider_id = (select registry.viewer_provider()) and (
    state in ('WAITING', 'IN_SUPPORT') or (state = 'SERVED' and closed_at > (select registry.registry_now()) - interval '1 minute')
    or person_id not in (select registry.restricted_persons()))));
alter policy own_needs_are_moved on registry.needs using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = any ((select registry.viewer_persons())::uuid[]));
alter policy supports_are_seen_with_their_need on registry.need_supports using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]) or exists (
    select from registry.needs n
    where n.person_id = need_supports.person_id and n.id = need_supports.need_id and n.provider_id = (select registry.viewer_provider())));
alter policy own_supports_are_denied on registry.need_supports using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]));
alter policy own_consents_are_seen on registry.switch_consents using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = any ((select registry.viewer_persons())::uuid[]));
alter policy own_consents_are_tried_and_voided on registry.switch_consents using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = any ((select registry.viewer_persons())::uuid[]));
alter policy own_asks_are_seen on registry.citizen_asks using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider())
  or key_hash = any ((select registry.viewer_key_hashes())::bytea[])
  or key_hash in (select k.key_hash from registry.number_keys k where k.person_id = (select registry.viewer_person())));
alter policy own_numbers_are_seen on registry.citizen_numbers using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]));
alter policy own_messages_are_seen on registry.messages using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = any ((select registry.viewer_persons())::uuid[]));
alter policy messages_are_owed on registry.messages with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = any ((select registry.viewer_persons())::uuid[])
  or (recipient = 'DEPARTMENT' and (select registry.viewer_request_owner()) is not null)
  or registry.message_is_owed(subject_id, person_id, provider_id, written_at));
alter policy reads_are_seen_by_the_citizen_and_the_department on registry.reads using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[])
  or key_hash = any ((select registry.viewer_key_hashes())::bytea[])
  or key_hash in (select k.key_hash from registry.number_keys k where k.person_id = (select registry.viewer_person())));
alter policy reads_are_written_by_the_reader on registry.reads with check (
  (select registry.viewer_sees_all())
  or provider_id = (select registry.viewer_provider())
  or (reader_kind = 'CITIZEN' and person_id = any ((select registry.viewer_persons())::uuid[])));
alter policy own_data_requests_are_seen on registry.data_requests using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]));
alter policy own_restrictions_are_lifted on registry.data_requests using (
  (select registry.viewer_sees_all()) or (person_id = any ((select registry.viewer_persons())::uuid[]) and kind = 'RESTRICTION' and state = 'FULFILLED'))
  with check (
  (select registry.viewer_sees_all()) or (person_id = any ((select registry.viewer_persons())::uuid[]) and state = 'LIFTED' and lifted_by = 'citizen'));
alter policy own_corrections_are_seen on registry.data_corrections using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]));
alter policy own_details_are_seen on registry.person_details using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]) or provider_id = (select registry.viewer_provider()));

-- A need that a citizen closes by himself may be one of before the link.
create or replace function registry.close_open_need(of_person uuid, need_id uuid, as_state text, at timestamptz, written_at timestamptz) returns void
  language plpgsql volatile security definer
  set search_path = ''
  as $$
declare
  now constant timestamptz := registry.registry_now();
begin
  update registry.needs n
  set state = as_state, lapsed_from = case when as_state = 'LAPSED' then n.state end, ended_at = at, closed_at = written_at
  where n.person_id = of_person and n.id = need_id and n.state in ('WAITING', 'IN_SUPPORT')
    and (registry.viewer_sees_all() or registry.viewer_provider() is not null or n.person_id = any (registry.viewer_persons()))
    and written_at <= now
    and case as_state
      when 'LAPSED' then n.due_at <= written_at and at = n.due_at
      when 'RELEASED' then at < n.due_at and exists (
        select from registry.participations p
        where p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at and p.ended_at = at and at <= written_at)
      when 'SUPERSEDED' then at = written_at and exists (
        select from registry.issuances i
        where i.person_id = n.person_id and i.campaign_id = n.campaign_id and i.recorded_at = at and i.recorded_at >= n.registered_at
          and (not n.for_switch or i.root_id = i.id) and (registry.viewer_sees_all() or i.provider_id = registry.viewer_provider()))
      else false
    end;
  if not found then
    raise exception 'the need does not end so' using errcode = '42501', constraint = 'need_is_closed_for_its_cause', table = 'needs', schema = 'registry';
  end if;
end
$$;

-- A link tells of the own numbers; what was looked into tells of an inquiry.
grant select on registry.person_links, registry.person_unlinks, registry.person_link_cases to campaign_runtime;
alter table registry.person_links enable row level security;
create policy own_links_are_seen on registry.person_links for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or from_person = any ((select registry.viewer_persons())::uuid[]) or to_person = any ((select registry.viewer_persons())::uuid[]));
alter table registry.person_unlinks enable row level security;
create policy own_unlinks_are_seen on registry.person_unlinks for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or exists (select from registry.person_links l where l.id = person_unlinks.link_id));
alter table registry.person_link_cases enable row level security;
create policy cases_are_the_departments on registry.person_link_cases for select to campaign_runtime using ((select registry.viewer_sees_all()));

revoke execute on function
  registry.survivor_of(uuid), registry.persons_of(uuid), registry.write_leaf(timestamptz, text, uuid, text, text),
  registry.link_persons(uuid, uuid, text, text, timestamptz, text, uuid), registry.unlink_persons(uuid, text, timestamptz, text),
  registry.free_period_of(uuid, integer), registry.recorded_person_is_not_absorbed(), registry.number_leads_to_who_stays(), registry.free_period_starts_once() from public;
grant execute on function
  registry.survivor_of(uuid), registry.persons_of(uuid), registry.viewer_persons(), registry.lock_person_of(bytea[]), registry.lock_person(uuid),
  registry.link_persons(uuid, uuid, text, text, timestamptz, text, uuid), registry.unlink_persons(uuid, text, timestamptz, text),
  registry.free_period_of(uuid, integer) to campaign_runtime;

-- ---------- Traces and alarms ----------

alter table registry.reads drop constraint read_is_of_a_known_act,
  add constraint read_is_of_a_known_act check (act in (
    'ISSUANCES', 'ISSUANCE', 'NEEDS', 'NEED', 'NEED_FOLLOWED', 'VIOLATIONS', 'LOOKUPS', 'CITIZEN_LOOKUPS', 'LOOKUPS_BY', 'DATA_REQUESTS', 'EXPORT', 'PHONE_BOUND',
    'SAME_PERSONS', 'NUMBERS'));
alter table registry.alarms drop constraint alarm_says_what_is_broken,
  add constraint alarm_says_what_is_broken check (invariant in ('I1', 'I2', 'I6', 'I10', 'HUE-1.7'));
comment on constraint alarm_says_what_is_broken on registry.alarms is 'An invariant, or a clause whose deadline has passed (a citizen''s request that is overdue).';
