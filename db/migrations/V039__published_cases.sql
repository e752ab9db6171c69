-- HUE-5.3: what was published, and withdrawn, is read by everybody; newest first, without a look at every case.
create index publications_in_time on registry.case_events (at desc, case_id) where kind in ('PUBLISHED', 'WITHDRAWN');
comment on index registry.publications_in_time is 'HUE-5.3: the public list of what was published.';
