-- HUE-4.2, HUE-4.4: the 48 hours are the provider's, not each registration's. A citizen who cancels a need and registers it again with the same provider before it was due gives that provider no second
-- window, so nobody is kept waiting by being talked into registering anew; and a provider that had the need for less than a day is not blamed for its lapse.

alter table registry.needs add column registered_by text constraint need_says_who_registered_it check (registered_by in ('CITIZEN', 'DEPARTMENT'));
comment on column registry.needs.registered_by is 'Who typed it: the citizen, signed in; or the department in the citizen''s name. Null: registered before this was kept.';
alter table registry.needs add column continues uuid;
comment on column registry.needs.continues is 'The cancelled need that this one goes on with, at the same provider.';
alter table registry.needs add column open_before interval not null default interval '0'
  constraint need_was_open_before_as_another check (open_before >= interval '0' and (continues is not null or open_before = interval '0'));
comment on column registry.needs.open_before is 'How long the needs that it goes on with were open.';

create function registry.lapse_counts(continues uuid, open_before interval, registered_at timestamptz, due_at timestamptz) returns boolean
  language sql immutable
  return continues is null or open_before + (due_at - registered_at) >= interval '24 hours';
comment on function registry.lapse_counts(uuid, interval, timestamptz, timestamptz) is
  'HUE-4.4: whether a lapse is the provider''s fault: of a need that goes on with another only if the provider had it for 24 hours in all.';

-- The need that this one goes on with: cancelled at the same provider, and not yet due.
create function registry.need_that_goes_on(persons uuid[], of_programme integer, at_provider smallint, at timestamptz)
  returns table (need_id uuid, due_at timestamptz, open_for interval)
  language sql stable
  set search_path = ''
  as $$
    select n.id, n.due_at, n.open_before + (n.ended_at - n.registered_at) from registry.needs n
    where n.person_id = any (persons) and n.programme_id = of_programme and n.provider_id = at_provider and n.state = 'CANCELLED' and n.ended_at <= at and n.due_at > at
    order by n.ended_at desc, n.id desc limit 1
  $$;
comment on function registry.need_that_goes_on(uuid[], integer, smallint, timestamptz) is 'HUE-4.4: a need registered again with the same provider before the first was due keeps the instant at which it is due.';
revoke execute on function registry.lapse_counts(uuid, interval, timestamptz, timestamptz), registry.need_that_goes_on(uuid[], integer, smallint, timestamptz) from public;
grant execute on function registry.lapse_counts(uuid, interval, timestamptz, timestamptz), registry.need_that_goes_on(uuid[], integer, smallint, timestamptz) to campaign_runtime;

create function registry.need_registered_again_keeps_its_time() returns trigger
  language plpgsql
  set search_path = ''
  as $$
declare
  first record;
begin
  select * into first from registry.need_that_goes_on(registry.persons_of(new.person_id), new.programme_id, new.provider_id, new.registered_at);
  if first.need_id is not null and new.due_at > first.due_at then
    raise exception 'a need registered again with the same provider is due when the first was' using errcode = '23514', constraint = 'need_registered_again_keeps_its_time',
      table = 'needs', schema = 'registry';
  end if;
  return new;
end
$$;
-- After belongs_to_its_programme, which says the programme: triggers of one kind fire in the order of their names.
create trigger needs_registered_again_keep_their_time before insert on registry.needs
  for each row when (new.ended_at is null) execute function registry.need_registered_again_keeps_its_time();
comment on trigger needs_registered_again_keep_their_time on registry.needs is 'HUE-4.4: the provider''s window is one, however often the citizen cancels and registers.';
