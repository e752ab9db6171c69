-- HUE-1.3, HUE-1.5: one certificate and one free year per programme, which is a province's, however many campaigns it opens. Before this each campaign had its own: a second one gave a second
-- certificate and a fresh year. A trial campaign (of a demo or a simulation) is a programme of its own, and alone may bend the law's figures. Why and how: docs/adr/0037.

create table registry.programmes (
  id       integer generated always as identity primary key,
  code     text not null constraint one_programme_per_code unique constraint programme_code_is_plain check (code ~ '^[a-z0-9][a-z0-9-]{0,79}$'),
  is_trial boolean not null default true,
  constraint programme_says_whether_it_is_a_trial unique (id, is_trial)
);
comment on table registry.programmes is 'I1, I6: the scope of one certificate and one free year. Rows are only added.';
create unique index one_programme_of_the_registry on registry.programmes (is_trial) where not is_trial;
comment on index registry.one_programme_of_the_registry is 'HUE-1.3: a registry is one province''s; every other programme in it is a trial.';
grant select, insert on registry.programmes to campaign_runtime;
grant select on registry.programmes to campaign_reader;

insert into registry.programmes (code, is_trial) values ('hue', false);

create function registry.own_programme() returns integer
  language sql stable
  set search_path = ''
  as $$ select p.id from registry.programmes p where not p.is_trial $$;
comment on function registry.own_programme() is 'HUE-1.3: the programme of the registry''s province, to which a campaign belongs that is no trial.';
revoke execute on function registry.own_programme() from public;
grant execute on function registry.own_programme() to campaign_runtime;

create function registry.unused_programme_code(campaign_code text) returns text
  language plpgsql stable
  set search_path = ''
  as $$
declare
  found_code text := campaign_code;
begin
  while exists (select from registry.programmes p where p.code = found_code) loop
    found_code := 'trial-' || found_code;
  end loop;
  return found_code;
end
$$;
comment on function registry.unused_programme_code(text) is 'The programme of a trial campaign that names none: its own code, behind "trial-" where another programme bears that.';
revoke execute on function registry.unused_programme_code(text) from public;
grant execute on function registry.unused_programme_code(text) to campaign_runtime;

alter table registry.campaigns
  add column programme_id integer not null default registry.own_programme(),
  add column is_trial boolean not null default false;

-- What was there before. A campaign by the law's figures joins the registry's programme, in the order in which they were made. One with other figures was a trial. One in which somebody holds a second
-- place, or has a second free period, need or consent, beside an earlier campaign cannot join without an end to one of them, which is nothing for a migration to decide: it stays apart, as a trial.
do $$
declare
  c record;
  apart integer;
begin
  for c in select k.id, k.code from registry.campaigns k order by k.id loop
    if exists (
        select from registry.campaign_terms t where t.campaign_id = c.id and (t.need_window <> interval '48 hours' or t.free_months <> 12))
      or exists (
        select from registry.issuances i join registry.issuances e on e.person_id = i.person_id and e.ended_at is null
        join registry.campaigns k on k.id = e.campaign_id and not k.is_trial and k.id < c.id
        where i.campaign_id = c.id and i.ended_at is null)
      or exists (
        select from registry.free_periods f join registry.free_periods e on e.person_id = f.person_id and e.undone_at is null
        join registry.campaigns k on k.id = e.campaign_id and not k.is_trial and k.id < c.id
        where f.campaign_id = c.id and f.undone_at is null)
      or exists (
        select from registry.needs n join registry.needs e on e.person_id = n.person_id and e.ended_at is null
        join registry.campaigns k on k.id = e.campaign_id and not k.is_trial and k.id < c.id
        where n.campaign_id = c.id and n.ended_at is null)
      or exists (
        select from registry.switch_consents s join registry.switch_consents e on e.person_id = s.person_id and e.used_at is null and e.voided_at is null
        join registry.campaigns k on k.id = e.campaign_id and not k.is_trial and k.id < c.id
        where s.campaign_id = c.id and s.used_at is null and s.voided_at is null) then
      insert into registry.programmes (code) values (registry.unused_programme_code(c.code)) returning id into apart;
      update registry.campaigns k set programme_id = apart, is_trial = true where k.id = c.id;
    end if;
  end loop;
end
$$;

alter table registry.campaigns
  add constraint campaign_is_a_trial_where_its_programme_is foreign key (programme_id, is_trial) references registry.programmes (id, is_trial),
  add constraint campaign_is_of_one_programme unique (id, programme_id);
comment on constraint campaign_is_of_one_programme on registry.campaigns is 'I1, I6: what is recorded in a campaign counts in its programme (the foreign keys that lead here).';
create unique index one_campaign_per_trial on registry.campaigns (programme_id) where is_trial;
comment on index registry.one_campaign_per_trial is 'A trial campaign is a programme of its own.';

-- ---------- Trials, and the law's figures ----------

create function registry.allows_trials() returns boolean
  language sql stable
  set search_path = ''
  as $$ select coalesce((select k.simulation from registry.database_kind k), false) or exists (select from registry.clients c where c.demo) $$;
comment on function registry.allows_trials() is 'HUE-1.3: whether this is a demo (by its clients) or a simulation (by its kind). The one home of this rule.';
revoke execute on function registry.allows_trials() from public;
grant execute on function registry.allows_trials() to campaign_runtime;

create function registry.trials_are_for_demos() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if new.is_trial and not registry.allows_trials() then
    raise exception 'a trial has no place in a registry that serves citizens'
      using errcode = '23514', constraint = 'trials_are_for_demos_and_simulations', table = 'programmes', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger trials_are_for_demos_and_simulations before insert on registry.programmes
  for each row execute function registry.trials_are_for_demos();
comment on trigger trials_are_for_demos_and_simulations on registry.programmes is 'HUE-1.3: another programme than the registry''s is a trial, on a demo or simulation registry alone → InvalidCampaign.';

create function registry.terms_keep_the_laws_figures() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if (new.need_window <> interval '48 hours' or new.free_months <> 12)
    and exists (select from registry.campaigns c where c.id = new.campaign_id and not c.is_trial) then
    raise exception 'needs wait 48 hours, and the free year has 12 months'
      using errcode = '23514', constraint = 'laws_figures_hold_outside_trials', table = 'campaign_terms', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger laws_figures_hold_outside_trials before insert on registry.campaign_terms
  for each row execute function registry.terms_keep_the_laws_figures();
comment on trigger laws_figures_hold_outside_trials on registry.campaign_terms is 'HUE-4.4, HUE-1.5: a need waits 48 hours and the free year has 12 months but in a trial → InvalidCampaign.';

-- ---------- Places, free periods, needs and consents count in the programme ----------

create function registry.belongs_to_its_programme() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  new.programme_id := (select c.programme_id from registry.campaigns c where c.id = new.campaign_id);
  return new;
end
$$;
comment on function registry.belongs_to_its_programme() is 'I1, I6: the programme of a row is that of its campaign, whatever the writer says.';

alter table registry.issuances add column programme_id integer not null default registry.own_programme();
alter table registry.free_periods add column programme_id integer not null default registry.own_programme();
alter table registry.needs add column programme_id integer not null default registry.own_programme();
alter table registry.switch_consents add column programme_id integer not null default registry.own_programme();

-- What has ended is rewritten here alone, by where it counts.
alter table registry.issuances disable trigger user;
alter table registry.needs disable trigger user;
update registry.issuances i set programme_id = c.programme_id from registry.campaigns c where c.id = i.campaign_id and c.is_trial;
update registry.free_periods f set programme_id = c.programme_id from registry.campaigns c where c.id = f.campaign_id and c.is_trial;
update registry.needs n set programme_id = c.programme_id from registry.campaigns c where c.id = n.campaign_id and c.is_trial;
update registry.switch_consents s set programme_id = c.programme_id from registry.campaigns c where c.id = s.campaign_id and c.is_trial;
alter table registry.issuances enable trigger user;
alter table registry.needs enable trigger user;

alter table registry.issuances alter column programme_id drop default, drop constraint issuances_campaign_id_fkey,
  add constraint issuance_counts_in_its_campaigns_programme foreign key (campaign_id, programme_id) references registry.campaigns (id, programme_id);
alter table registry.free_periods alter column programme_id drop default, drop constraint free_periods_campaign_id_fkey,
  add constraint free_period_counts_in_its_campaigns_programme foreign key (campaign_id, programme_id) references registry.campaigns (id, programme_id);
alter table registry.needs alter column programme_id drop default, drop constraint needs_campaign_id_fkey,
  add constraint need_counts_in_its_campaigns_programme foreign key (campaign_id, programme_id) references registry.campaigns (id, programme_id);
alter table registry.switch_consents alter column programme_id drop default, drop constraint switch_consents_campaign_id_fkey,
  add constraint consent_counts_in_its_campaigns_programme foreign key (campaign_id, programme_id) references registry.campaigns (id, programme_id);

create trigger belongs_to_its_programme before insert on registry.issuances
  for each row execute function registry.belongs_to_its_programme();
comment on trigger belongs_to_its_programme on registry.issuances is 'I1: a certificate takes its citizen''s place in the programme of its campaign.';
-- By its name it goes before free_period_starts_once, which looks at the programme.
create trigger belongs_to_its_programme before insert on registry.free_periods
  for each row execute function registry.belongs_to_its_programme();
comment on trigger belongs_to_its_programme on registry.free_periods is 'I6: a free period runs in the programme of the campaign in which it began.';
create trigger belongs_to_its_programme before insert on registry.needs
  for each row execute function registry.belongs_to_its_programme();
comment on trigger belongs_to_its_programme on registry.needs is 'HUE-4.2: a citizen waits for one provider at a time in a programme.';
create trigger belongs_to_its_programme before insert on registry.switch_consents
  for each row execute function registry.belongs_to_its_programme();
comment on trigger belongs_to_its_programme on registry.switch_consents is 'HUE-1.2: a new code voids the old in the programme.';

drop index registry.one_live_issuance_per_person;
create unique index one_live_issuance_per_person on registry.issuances (person_id, programme_id) where ended_at is null;
comment on index registry.one_live_issuance_per_person is 'I1, HUE-1.3: at most one certificate holds a citizen''s place in a programme.';
drop index registry.one_free_period_per_person;
create unique index one_free_period_per_person on registry.free_periods (person_id, programme_id) where undone_at is null;
comment on index registry.one_free_period_per_person is 'I6: the free period starts once in a programme and never grows by switching.';
drop index registry.one_open_need_per_person;
create unique index one_open_need_per_person on registry.needs (person_id, programme_id) where ended_at is null;
comment on index registry.one_open_need_per_person is 'HUE-4.2: a citizen waits for one provider at a time in a programme → NeedAlreadyOpen.';
drop index registry.one_open_consent_per_person;
create unique index one_open_consent_per_person on registry.switch_consents (person_id, programme_id) where used_at is null and voided_at is null;
comment on index registry.one_open_consent_per_person is 'A new code voids the old; each is used once.';

-- ---------- Whoever looks, looks in the programme ----------

create or replace function registry.free_period_starts_once() returns trigger
  language plpgsql security definer
  set search_path = ''
  as $$
begin
  if exists (
    select from registry.free_periods f
    where f.person_id = any (registry.persons_of(new.person_id)) and f.person_id <> new.person_id and f.programme_id = new.programme_id and f.undone_at is null) then
    return null;
  end if;
  return new;
end
$$;

alter policy free_periods_are_seen_beside_own_issuances on registry.free_periods using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]) or exists (
    select from (select h.programme_id, h.provider_id from registry.issuances h where h.person_id = free_periods.person_id offset 0) i
    where i.programme_id = free_periods.programme_id and i.provider_id = (select registry.viewer_provider())));

create or replace function registry.free_period_of(of_person uuid, of_campaign integer) returns daterange
  language plpgsql stable security definer
  set search_path = ''
  as $$
declare
  one constant uuid[] := registry.persons_of(of_person);
  programme constant integer := (select c.programme_id from registry.campaigns c where c.id = of_campaign);
begin
  if not coalesce(registry.viewer_sees_all() or registry.viewer_person() = any (one), false) and not exists (
    -- By each person alone, and judged then (offset 0 keeps the conditions apart): without statistics a plan may read all that the programme has.
    select from unnest(one) u (id)
    cross join lateral (select h.programme_id, h.provider_id from registry.issuances h where h.person_id = u.id offset 0) i
    where i.programme_id = programme and i.provider_id = registry.viewer_provider()) then
    return null;
  end if;
  return (
    select daterange(f.starts_on, f.ends_on) from registry.free_periods f
    where f.person_id = any (one) and f.programme_id = programme and f.undone_at is null order by f.starts_on, f.ends_on limit 1);
end
$$;
comment on function registry.free_period_of(uuid, integer) is
  'I6, HUE-1.5: the free period in force in the programme of this campaign, half-open, the earliest that the person has under any number; beside an issuance of the viewer''s own.';

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
  -- A certificate is held by the one who stays alone; a free period may have begun under whoever was absorbed. Each is looked up for its person in a subquery of
  -- its own (offset 0 keeps the programme out of it): else a plan without statistics, which a connection keeps, reads all that a programme has.
  return query
    select k.person_id, i.id, i.provider_id, i.status, i.recorded_at, i.valid_until, i.root_id, f.starts_on, f.ends_on
    from (select n.person_id from registry.number_keys n where n.key_hash = any(key_hashes) order by n.key_hash limit 1) k
    join registry.campaigns c on c.code = campaign_code
    left join lateral (
      select h.* from (select * from registry.issuances o where o.person_id = k.person_id and o.ended_at is null offset 0) h where h.programme_id = c.programme_id limit 1) i on true
    left join lateral (
      select u.starts_on, u.ends_on from (
        select p.starts_on, p.ends_on from registry.free_periods p where p.person_id = k.person_id and p.programme_id = c.programme_id and p.undone_at is null
        union all
        select a.starts_on, a.ends_on from registry.person_links l
        cross join lateral (
          select p.starts_on, p.ends_on from registry.free_periods p
          where p.person_id = l.from_person and p.programme_id = c.programme_id and p.undone_at is null limit 1) a
        where l.survivor = k.person_id) u
      order by u.starts_on, u.ends_on limit 1) f on true;
end
$$;
comment on function registry.place_of(bytea[], text) is 'HUE-1.3, HUE-1.5: who holds the place of the citizen with this number in the programme of this campaign, and the free period.';

create or replace function registry.other_holder(of_person uuid, of_campaign integer, own_issuance uuid)
  returns table (issuance_id uuid, provider_id smallint, status text, recorded_at timestamptz, valid_until timestamptz, root_id uuid)
  language plpgsql stable security definer rows 1
  set search_path = ''
  as $$
declare
  one constant uuid[] := registry.persons_of(of_person);
  programme constant integer := (select c.programme_id from registry.campaigns c where c.id = of_campaign);
begin
  if not registry.viewer_sees_all() and not exists (
    select from unnest(one) u (id)
    cross join lateral (select h.campaign_id, h.provider_id from registry.issuances h where h.person_id = u.id and h.id = own_issuance offset 0) o
    where o.campaign_id = of_campaign and o.provider_id = registry.viewer_provider()) then
    return;
  end if;
  return query
    select i.id, i.provider_id, i.status, i.recorded_at, i.valid_until, i.root_id
    from unnest(one) u (id)
    cross join lateral (select h.* from registry.issuances h where h.person_id = u.id and h.ended_at is null offset 0) i
    where i.programme_id = programme and i.id <> own_issuance;
end
$$;

create or replace function registry.lock_open_need(of_person uuid, of_campaign integer)
  returns table (need_id uuid, person_id uuid, campaign_id integer, provider_id smallint, for_switch boolean, state text, due_at timestamptz, released_at timestamptz)
  language plpgsql volatile security definer rows 1
  set search_path = ''
  as $$
declare
  stays constant uuid := registry.survivor_of(of_person);
  programme constant integer := (select c.programme_id from registry.campaigns c where c.id = of_campaign);
begin
  if not coalesce(registry.viewer_sees_all() or registry.viewer_provider() is not null or stays = registry.viewer_person(), false) then
    return;
  end if;
  return query
    select n.id, n.person_id, n.campaign_id, n.provider_id, n.for_switch, n.state, n.due_at, p.ended_at
    from registry.needs n
    join registry.participations p on p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at
    where n.person_id = stays and n.programme_id = programme and n.ended_at is null
    for no key update of n;
end
$$;
comment on function registry.lock_open_need(uuid, integer) is 'HUE-4.3: a citizen''s open need in the programme of this campaign, locked, without the contact.';

create or replace function registry.close_open_need(of_person uuid, need_id uuid, as_state text, at timestamptz, written_at timestamptz) returns void
  language plpgsql volatile security definer
  set search_path = ''
  as $$
declare
  now constant timestamptz := registry.registry_now();
begin
  update registry.needs n
  set state = as_state, lapsed_from = case when as_state = 'LAPSED' then n.state end, ended_at = at, closed_at = written_at
  where n.person_id = of_person and n.id = need_id and n.ended_at is null
    and (registry.viewer_sees_all() or registry.viewer_provider() is not null or n.person_id = any (registry.viewer_persons()))
    and written_at <= now
    and case as_state
      when 'LAPSED' then n.due_at <= written_at and at = n.due_at
      when 'RELEASED' then at < n.due_at and exists (
        select from registry.participations p
        where p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at and p.ended_at = at and at <= written_at)
      when 'SUPERSEDED' then at = written_at and exists (
        select from registry.issuances i
        where i.person_id = n.person_id and i.programme_id = n.programme_id and i.recorded_at = at and i.recorded_at >= n.registered_at
          and (not n.for_switch or i.root_id = i.id) and (registry.viewer_sees_all() or i.provider_id = registry.viewer_provider()))
      else false
    end;
  if not found then
    raise exception 'the need does not end so' using errcode = '42501', constraint = 'need_is_closed_for_its_cause', table = 'needs', schema = 'registry';
  end if;
end
$$;

create or replace function registry.leave_issuance(of_person uuid, issuance_id uuid, consent_id uuid, at timestamptz) returns void
  language plpgsql volatile security definer
  set search_path = ''
  as $$
declare
  now constant timestamptz := registry.registry_now();
begin
  update registry.issuances i set status = 'REPLACED', ended_at = at, end_reason = 'SWITCHED', ended_by = registry.viewer_request_owner()
  from registry.switch_consents s
  where s.id = consent_id and s.person_id = of_person and s.provider_id = registry.viewer_provider() and s.used_at is null and s.voided_at is null
    and s.consented_at <= at and at < s.expires_at and at <= now and at > now - interval '1 minute'
    and i.person_id = of_person and i.id = issuance_id and i.programme_id = s.programme_id and i.root_id = s.holder_root_id and i.provider_id <> s.provider_id
    and i.ended_at is null;
  if not found then
    raise exception 'no consent to leave' using errcode = '42501', constraint = 'issuance_is_left_by_consent', table = 'issuances', schema = 'registry';
  end if;
  update registry.switch_consents s set used_at = at where s.id = consent_id;
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
              where r.person_id = n.person_id and r.programme_id = n.programme_id and r.recorded_at = at and r.provider_id = registry.viewer_provider()))))
  $$;
