-- HUE-4.2, HUE-4.4, docs/adr/0044: a provider that called and reached nobody says so, call by call. Each is a claim, is told to the citizen and may be denied ("nobody called me") for 30 days. Three
-- that stand, at least four hours apart and by day, excuse the lapse of the need; the need itself stays open and lapses as ever.

create table registry.need_calls (
  id        uuid primary key,
  person_id uuid not null,
  need_id   uuid not null,
  staff_id  uuid not null references registry.staff,
  called_at timestamptz not null, -- as the provider says
  noted_at  timestamptz not null, -- when the registry was told, and told the citizen
  denied_at timestamptz,
  foreign key (person_id, need_id) references registry.needs (person_id, id),
  constraint call_is_noted_within_an_hour check (called_at >= noted_at - interval '1 hour' and called_at <= noted_at + interval '5 minutes'),
  constraint call_is_made_between_8_and_20 check (
    (called_at at time zone 'Asia/Ho_Chi_Minh')::time >= time '08:00' and (called_at at time zone 'Asia/Ho_Chi_Minh')::time < time '20:00'),
  constraint call_is_denied_within_30_days check (denied_at is null or (denied_at >= noted_at and denied_at < noted_at + interval '30 days'))
);
comment on table registry.need_calls is 'HUE-4.4: calls of a need''s provider that reached nobody, as it says, and whether the citizen denies them. Nothing is in it of what was said or dialled. Kept as long as the need.';
comment on constraint call_is_noted_within_an_hour on registry.need_calls is 'HUE-4.4: a claim of somebody''s clock is bounded → CallDoesNotCount.';
comment on constraint call_is_made_between_8_and_20 on registry.need_calls is 'HUE-4.4: in [08:00, 20:00) in Vietnam, when people can be expected to answer → CallDoesNotCount.';
comment on constraint call_is_denied_within_30_days on registry.need_calls is 'HUE-4.4: the citizen may say "nobody called me" in [noted, noted + 30 days) → CallNotDeniable.';
create index need_calls_by_need on registry.need_calls (person_id, need_id);
comment on index registry.need_calls_by_need is 'HUE-4.4: how many calls of a need stand.';
create index need_calls_denied on registry.need_calls (denied_at) where denied_at is not null;
comment on index registry.need_calls_denied is 'HUE-5.1: denials, after which a lapse is flagged after all.';
create index needs_registered_again on registry.needs (campaign_id, provider_id, person_id, registered_at) where continues is not null;
comment on index registry.needs_registered_again is 'HUE-4.4: needs cancelled and registered again with the same provider, which the department looks at.';

-- Beside the code, which says why: of two that are told at once one counts. Locks the need, so that the second sees the first.
create function registry.call_counts_for_its_need() returns trigger
  language plpgsql
  set search_path = ''
  as $$
declare
  need record;
begin
  select n.registered_at, n.ended_at is null and n.due_at > new.noted_at and (p.ended_at is null or p.ended_at > new.noted_at) as stands_open into need
  from registry.needs n
  join registry.participations p on p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at
  where n.person_id = new.person_id and n.id = new.need_id
  for no key update of n;
  if need.stands_open is not true then
    raise exception 'the need is not open' using errcode = '23514', constraint = 'call_is_of_an_open_need', table = 'need_calls', schema = 'registry';
  end if;
  if new.called_at < need.registered_at then
    raise exception 'called before the need was registered' using errcode = '23514', constraint = 'call_follows_its_need', table = 'need_calls', schema = 'registry';
  end if;
  if (select count(*) from registry.need_calls c where c.person_id = new.person_id and c.need_id = new.need_id and c.denied_at is null) >= 3 then
    raise exception 'three calls stand' using errcode = '23514', constraint = 'three_calls_count', table = 'need_calls', schema = 'registry';
  end if;
  if exists (
    select from registry.need_calls c
    where c.person_id = new.person_id and c.need_id = new.need_id and c.denied_at is null and c.called_at > new.called_at - interval '4 hours') then
    raise exception 'calls are four hours apart' using errcode = '23514', constraint = 'calls_are_four_hours_apart', table = 'need_calls', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger call_counts_for_its_need before insert on registry.need_calls for each row execute function registry.call_counts_for_its_need();
comment on trigger call_counts_for_its_need on registry.need_calls is
  'HUE-4.4: call_is_of_an_open_need, call_follows_its_need, three_calls_count, calls_are_four_hours_apart → NeedNotServable, CallDoesNotCount; an excluded provider has no open need (I7).';

create function registry.call_is_denied_once() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if old.denied_at is not null then
    raise exception 'a denial stands' using errcode = '23514', constraint = 'call_is_denied_once', table = 'need_calls', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger call_is_denied_once before update on registry.need_calls for each row execute function registry.call_is_denied_once();
comment on trigger call_is_denied_once on registry.need_calls is 'HUE-4.4: what a citizen said of a call is history.';

-- Derived, never stored: a denial after the lapse makes it count again. The third latest end of a call that stood: from then on fewer than three do. A call that was noted while a support lasted which was
-- denied later, when the need had lapsed as if it had never begun, excuses nothing.
create function registry.not_reached_until(of_person uuid, of_need uuid) returns timestamptz
  language sql stable
  set search_path = ''
  as $$
    select coalesce(c.denied_at, 'infinity') from registry.need_calls c join registry.needs n on n.person_id = c.person_id and n.id = c.need_id
    where c.person_id = of_person and c.need_id = of_need and c.noted_at < n.due_at order by 1 desc offset 2 limit 1
  $$;
comment on function registry.not_reached_until(uuid, uuid) is
  'HUE-4.4: until when three calls of a lapsed need stand, which excuse its lapse: infinity while they do, the denial that left fewer; null where there never were three.';
revoke execute on function registry.not_reached_until(uuid, uuid) from public;
grant execute on function registry.not_reached_until(uuid, uuid) to campaign_runtime;

alter table registry.need_calls enable row level security;
create policy calls_are_seen_with_their_need on registry.need_calls for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]) or exists (
    select from registry.needs n
    where n.person_id = need_calls.person_id and n.id = need_calls.need_id and n.provider_id = (select registry.viewer_provider())));
create policy calls_of_own_needs_are_noted on registry.need_calls for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or exists (
    select from registry.needs n
    where n.person_id = need_calls.person_id and n.id = need_calls.need_id and n.provider_id = (select registry.viewer_provider())));
-- The citizen denies, never the provider.
create policy own_calls_are_denied on registry.need_calls for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]));
grant select, insert on registry.need_calls to campaign_runtime;
grant update (denied_at) on registry.need_calls to campaign_runtime;
