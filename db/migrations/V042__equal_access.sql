-- HUE-1.1: providers have equal access to citizens. Whether the order in which they stood on the list favoured one, and how each answers for its choices, counted beforehand for the
-- department's report. No citizen is in any of these rows. Readings: docs/adr/0030.

-- Where the chosen provider stood on the list that the citizen was shown. Null: registered where no list was shown, or before this was kept.
alter table registry.needs
  add column shown_place smallint,
  add column shown_of    smallint,
  add constraint place_is_on_the_list_shown check ((shown_place is null) = (shown_of is null) and shown_place between 1 and shown_of);

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

grant select, insert on registry.desk_figures_choices, registry.desk_figures_outcomes to campaign_runtime;
grant update (needs) on registry.desk_figures_choices, registry.desk_figures_outcomes to campaign_runtime;
grant select on registry.desk_figures_choices, registry.desk_figures_outcomes to campaign_reader;
do $$
declare
  of_desk text;
begin
  foreach of_desk in array array['desk_figures_choices', 'desk_figures_outcomes'] loop
    execute format('alter table registry.%I enable row level security', of_desk);
    execute format('create policy the_departments_are_seen on registry.%I for select to campaign_runtime using ((select registry.viewer_sees_all()))', of_desk);
    execute format('create policy the_departments_are_written on registry.%I for insert to campaign_runtime with check ((select registry.viewer_sees_all()))', of_desk);
    execute format(
      'create policy the_departments_are_counted_anew on registry.%I for update to campaign_runtime using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()))',
      of_desk);
    execute format('create policy analytics_read_figures on registry.%I for select to campaign_reader using (true)', of_desk);
  end loop;
end
$$;

-- What has been counted lacks these: the next run counts all days anew.
delete from registry.desk_figures;
