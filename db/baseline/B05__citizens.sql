-- A citizen is one person under every number that he or she bears (I2). No number is here in the clear (I11).
--
-- Numbers are linked on trusted grounds, as an alias graph with the source and the date of each link.
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

-- ---------- Persons and their numbers ----------

create table registry.persons (
  id          uuid primary key,
  recorded_at timestamptz not null,
  -- Every command on a citizen locks this row first. PostgreSQL grants a row lock only to who may update some column: this one, and it cannot change.
  lock_handle boolean not null default true constraint lock_handle_never_changes check (lock_handle)
);

grant select, insert on registry.persons to campaign_runtime;
grant update (lock_handle) on registry.persons to campaign_runtime;
grant select on registry.persons to campaign_reader;

-- The keyed hash of a number, under the key of that id, points to one person. While keys rotate a number has a row under each.
create table registry.number_keys (
  key_hash    bytea not null check (octet_length(key_hash) = 32),
  key_id      smallint not null,
  person_id   uuid not null references registry.persons,
  kind        text not null check (kind in ('CCCD', 'CMND')),
  source      text not null,
  linked_at   timestamptz not null,
  linked_from uuid references registry.persons,
  constraint one_person_per_number primary key (key_hash, key_id),
  constraint number_is_linked_from_another check (linked_from <> person_id)
);
comment on constraint one_person_per_number on registry.number_keys is 'A number means one person (I2).';
comment on column registry.number_keys.linked_from is 'Whose number it was, and under whose id it stands in citizen_numbers, when a link has led it to person_id; null: it is still its own.';
create index number_keys_by_person on registry.number_keys (person_id);
comment on index registry.number_keys_by_person is 'I2: all keys under which a person''s number is known.';
create index number_keys_by_origin on registry.number_keys (linked_from) where linked_from is not null;
comment on index registry.number_keys_by_origin is 'I2: the keys of a number that a link has led to another person, for the rotation of keys and the department.';

grant select, insert on registry.number_keys to campaign_runtime;

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
revoke execute on function registry.survivor_of(uuid) from public;
grant execute on function registry.survivor_of(uuid) to campaign_runtime;

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
revoke execute on function registry.persons_of(uuid) from public;
grant execute on function registry.persons_of(uuid) to campaign_runtime;

create function registry.viewer_persons() returns uuid[]
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
begin
  return registry.persons_of(registry.viewer_person());
end
$$;
comment on function registry.viewer_persons() is 'I2, I8: the ids under which the citizen''s own history stands who looks; null when it is no citizen, or one of whom the registry knows nothing.';
grant execute on function registry.viewer_persons() to campaign_runtime;

-- ---------- Links ----------

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

alter table registry.person_links enable row level security;
create policy own_links_are_seen on registry.person_links for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or from_person = any ((select registry.viewer_persons())::uuid[]) or to_person = any ((select registry.viewer_persons())::uuid[]));
-- A link tells of the citizen's own numbers; what was looked into tells of an inquiry.
grant select on registry.person_links to campaign_runtime;

create table registry.person_unlinks (
  link_id     uuid primary key references registry.person_links,
  actor       text not null check (length(actor) between 1 and 200),
  reason      text not null check (length(reason) between 3 and 500),
  unlinked_at timestamptz not null
);
comment on table registry.person_unlinks is 'I2: a link is undone by a new decision, once. Rows are only added.';

alter table registry.person_unlinks enable row level security;
create policy own_unlinks_are_seen on registry.person_unlinks for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or exists (select from registry.person_links l where l.id = person_unlinks.link_id));
grant select on registry.person_unlinks to campaign_runtime;

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

alter table registry.person_link_cases enable row level security;
create policy cases_are_the_departments on registry.person_link_cases for select to campaign_runtime using ((select registry.viewer_sees_all()));
grant select on registry.person_link_cases to campaign_runtime;

create table registry.citizen_numbers (
  person_id         uuid not null references registry.persons,
  kind              text not null check (kind in ('CCCD', 'CMND')),
  encryption_key_id smallint not null,
  ciphertext        bytea not null,
  recorded_at       timestamptz not null,
  primary key (person_id, recorded_at, kind)
);
comment on table registry.citizen_numbers is 'Numbers under AES-256-GCM: nonce (12 bytes), text, tag (16 bytes); bound to the person id.';

-- A number is written in the statement that makes its person known, by whoever does; read, by the department and the citizen alone.
alter table registry.citizen_numbers enable row level security;
create policy own_numbers_are_seen on registry.citizen_numbers for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]));
create policy numbers_become_known on registry.citizen_numbers for insert to campaign_runtime with check (
  (select registry.viewer_sees_all())
  or (((select registry.viewer_provider()) is not null or (select registry.viewer_key_hashes()) is not null)
    and not exists (select from registry.persons p where p.id = citizen_numbers.person_id)));
grant select, insert on registry.citizen_numbers to campaign_runtime;

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
create index number_claims_by_time on registry.number_claims (claimed_at);
comment on index registry.number_claims_by_time is 'I2: claims since the last run of the detector.';
create index number_claims_by_claimed on registry.number_claims (claimed_hash);
comment on index registry.number_claims_by_claimed is 'I2: who was said to be the one who has just got a certificate.';

alter table registry.number_claims enable row level security;
create policy own_claims_are_seen on registry.number_claims for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or claimed_by = (select registry.viewer_provider()));
create policy own_claims_are_made on registry.number_claims for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or claimed_by = (select registry.viewer_provider()));
grant select, insert on registry.number_claims to campaign_runtime;

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
grant execute on function registry.lock_person_of(bytea[]) to campaign_runtime;

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
grant execute on function registry.lock_person(uuid) to campaign_runtime;

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
revoke execute on function registry.recorded_person_is_not_absorbed() from public;

create function registry.absorbed_person_holds_nothing() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if new.survivor is not null and exists (
    select from registry.issuances i where i.person_id = new.from_person and i.ended_at is null) then
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
revoke execute on function registry.number_leads_to_who_stays() from public;
create trigger number_leads_to_who_stays before insert on registry.number_keys
  for each row execute function registry.number_leads_to_who_stays();
comment on trigger number_leads_to_who_stays on registry.number_keys is 'I2: a number leads to one person under each key, whatever was linked meanwhile.';

-- ---------- Linking and undoing ----------

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

  select i.id into held_a from registry.live_issuances(now) i
  where i.person_id = a
  order by i.recorded_at limit 1;
  select i.id into held_b from registry.live_issuances(now) i
  where i.person_id = b
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

  select min(n.registered_at) into need_a from registry.open_needs(now) n where n.person_id = a;
  select min(n.registered_at) into need_b from registry.open_needs(now) n where n.person_id = b;
  stays := case
    when held_a is not null then a
    when held_b is not null then b
    when need_a is not null or need_b is not null then case when need_b is null or need_a <= need_b then a else b end
    else least(a, b) end;
  goes := case when stays = a then b else a end;

  -- What it has written as live is no longer so by the clock.
  for ended in
    update registry.issuances i set status = 'EXPIRED', ended_at = i.valid_until, end_reason = 'EXPIRED', ended_by = 'registry'
    where i.person_id = goes and i.ended_at is null and i.valid_until <= now
    returning i.id, i.valid_until
  loop
    perform registry.write_leaf(bears, 'ISSUANCE_EXPIRED', ended.id, 'registry', '{"endedAt":"' || registry.written_instant(ended.valid_until) || '"}');
  end loop;

  -- The person waits for one provider at a time, and not at all who holds a certificate. What has lapsed or was released by the clock is left to those who write that down.
  for ended in
    update registry.needs n set state = 'SUPERSEDED', ended_at = now, closed_at = now
    from registry.participations p
    where n.person_id = goes and p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at
      and registry.is_open(n.ended_at, n.due_at, p.ended_at, now)
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
revoke execute on function registry.link_persons(uuid, uuid, text, text, timestamptz, text, uuid) from public;
grant execute on function registry.link_persons(uuid, uuid, text, text, timestamptz, text, uuid) to campaign_runtime;

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
revoke execute on function registry.unlink_persons(uuid, text, timestamptz, text) from public;
grant execute on function registry.unlink_persons(uuid, text, timestamptz, text) to campaign_runtime;
