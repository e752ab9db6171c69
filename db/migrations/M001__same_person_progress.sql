-- HUE-1.3: up to where the search for the same person under another number has looked stood among the detectors' progress, though no detector looks there. It gets a table of its own, so that
-- each of the two is written by its owner alone.
--
-- A host of the build before goes on with the old row while it still runs; the one of this build begins where that stood now. What both look at twice changes nothing.

create table registry.same_person_progress (
  singleton  boolean primary key default true check (singleton),
  scanned_to timestamptz not null
);
comment on table registry.same_person_progress is 'HUE-1.3: up to where what records and needs say of persons has been looked at, in one row.';

insert into registry.same_person_progress (scanned_to) select p.scanned_to from registry.detector_progress p where p.detector = 'SAME_PERSON_SEARCH';

alter table registry.same_person_progress enable row level security;
create policy search_is_the_registrys on registry.same_person_progress to campaign_runtime using ((select registry.viewer_sees_all()));
grant select, insert on registry.same_person_progress to campaign_runtime;
grant update (scanned_to) on registry.same_person_progress to campaign_runtime;
