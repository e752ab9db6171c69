-- HUE-1.1, HUE-1.4, HUE-5.1: the department's morning. Figures are counted day by day by a job and read from here alone, so that the desk answers at once however many
-- certificates there are. No citizen is in any of these rows. Readings: docs/adr/0028.

create table registry.desk_figures_daily (
  campaign_id    integer not null references registry.campaigns,
  day            date not null, -- of the record, in Vietnam
  provider_id    smallint not null references registry.providers,
  imported       boolean not null, -- from before the campaign: their lateness says nothing
  within_seconds integer not null check (within_seconds > 0), -- how long after the certificate's own time it was recorded: at most this, and more than the next smaller
  recorded       integer not null check (recorded >= 0),
  late           integer not null, -- beyond the campaign's grace as it was then
  constraint one_count_per_day_and_provider primary key (campaign_id, day, provider_id, imported, within_seconds),
  constraint late_records_are_records check (late between 0 and recorded)
);
comment on table registry.desk_figures_daily is 'HUE-1.4: records by day, provider and lateness. When a record was made never changes, so a day that is over is counted once.';

grant select, insert on registry.desk_figures_daily to campaign_runtime;
grant update (recorded, late) on registry.desk_figures_daily to campaign_runtime;
grant select on registry.desk_figures_daily to campaign_reader;

create table registry.desk_figures_ward (
  campaign_id integer not null references registry.campaigns,
  day         date not null,
  ward_code   text not null, -- as it was last said of the citizen; empty: nobody has said
  recorded    integer not null check (recorded >= 0),
  constraint one_count_per_day_and_ward primary key (campaign_id, day, ward_code)
);
comment on table registry.desk_figures_ward is 'HUE-1.1: records by day and ward of residence.';

grant select, insert on registry.desk_figures_ward to campaign_runtime;
grant update (recorded) on registry.desk_figures_ward to campaign_runtime;
grant select on registry.desk_figures_ward to campaign_reader;

create table registry.desk_figures_flags (
  campaign_id integer not null references registry.campaigns,
  provider_id smallint references registry.providers, -- null: no one provider answers for it
  kind        text not null,
  state       text not null,
  flags       integer not null check (flags >= 0),
  constraint one_count_per_kind_and_state unique nulls not distinct (campaign_id, provider_id, kind, state)
);
comment on table registry.desk_figures_flags is 'HUE-5.1: flags by provider, kind and state.';

grant select, insert on registry.desk_figures_flags to campaign_runtime;
grant update (flags) on registry.desk_figures_flags to campaign_runtime;
grant select on registry.desk_figures_flags to campaign_reader;

create table registry.desk_figures (
  campaign_id integer primary key references registry.campaigns,
  counted_at  timestamptz not null, -- the age that is shown
  counted_to  date not null         -- the last day that was counted; it and the ones after it are counted again
);
comment on table registry.desk_figures is 'When a campaign was counted last, and up to which day.';

grant select, insert on registry.desk_figures to campaign_runtime;
grant update (counted_at, counted_to) on registry.desk_figures to campaign_runtime;
grant select on registry.desk_figures to campaign_reader;

create table registry.desk_visits (
  account     text primary key check (length(account) between 1 and 200),
  previous_at timestamptz, -- when the visit before this one ended; null: there was none
  seen_at     timestamptz not null,
  constraint visits_follow_each_other check (previous_at is null or previous_at <= seen_at)
);
comment on table registry.desk_visits is 'From when on "what changed since I was last here" counts, per officer''s account.';

grant select, insert on registry.desk_visits to campaign_runtime;
grant update (previous_at, seen_at) on registry.desk_visits to campaign_runtime;

-- HUE-1.1: providers have equal access to citizens. Whether the order in which they stood on the list favoured one, and how each answers for its choices, counted beforehand for the
-- department's report. No citizen is in any of these rows. Readings: docs/adr/0030.

create table registry.desk_figures_choices (
  campaign_id integer not null references registry.campaigns,
  day         date not null, -- of the registration, in Vietnam
  provider_id smallint not null references registry.providers,
  shown_of    smallint not null, -- 0: nobody said that a list was shown
  place       smallint not null,
  needs       integer not null check (needs >= 0),
  constraint one_count_per_day_and_place primary key (campaign_id, day, provider_id, shown_of, place),
  constraint counted_place_is_on_its_list check (place between least(shown_of, 1) and shown_of)
);
comment on table registry.desk_figures_choices is 'HUE-1.1: choices by day, provider and its place on the list that was shown. When a choice was made never changes, so a day that is over is counted once.';

grant select, insert on registry.desk_figures_choices to campaign_runtime;
grant update (needs) on registry.desk_figures_choices to campaign_runtime;
grant select on registry.desk_figures_choices to campaign_reader;

create table registry.desk_figures_outcomes (
  campaign_id    integer not null references registry.campaigns,
  day            date not null, -- on which the end was written down, in Vietnam
  provider_id    smallint not null references registry.providers,
  state          text not null,
  within_seconds integer not null check (within_seconds >= 0), -- how long the citizen waited for the first answer: at most this, and more than the next smaller; 0: none came
  needs          integer not null check (needs >= 0),
  constraint one_count_per_day_and_outcome primary key (campaign_id, day, provider_id, state, within_seconds)
);
comment on table registry.desk_figures_outcomes is 'HUE-1.1, HUE-4.4: how requests for help ended and how long their citizens waited, by day and provider. An end is for good, so a day that is over is counted once.';

grant select, insert on registry.desk_figures_outcomes to campaign_runtime;
grant update (needs) on registry.desk_figures_outcomes to campaign_runtime;
grant select on registry.desk_figures_outcomes to campaign_reader;

do $$
declare
  of_desk text;
begin
  foreach of_desk in array array[
    'desk_figures', 'desk_figures_daily', 'desk_figures_ward', 'desk_figures_flags', 'desk_figures_choices', 'desk_figures_outcomes', 'desk_visits'] loop
    execute format('alter table registry.%I enable row level security', of_desk);
    execute format('create policy the_departments_are_seen on registry.%I for select to campaign_runtime using ((select registry.viewer_sees_all()))', of_desk);
    execute format('create policy the_departments_are_written on registry.%I for insert to campaign_runtime with check ((select registry.viewer_sees_all()))', of_desk);
    execute format(
      'create policy the_departments_are_counted_anew on registry.%I for update to campaign_runtime using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()))',
      of_desk);
    if of_desk <> 'desk_visits' then
      execute format('create policy analytics_read_figures on registry.%I for select to campaign_reader using (true)', of_desk);
    end if;
  end loop;
end
$$;
