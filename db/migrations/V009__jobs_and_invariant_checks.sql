-- Hangfire's tables, in a schema and under a role of their own (I9): it makes them itself, at the start of a host. They hold the names of jobs and when they ran.

create schema jobs;
grant usage, create on schema jobs to campaign_jobs;
