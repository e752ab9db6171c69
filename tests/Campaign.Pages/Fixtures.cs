using Campaign.Pages;
using Campaign.Testing;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(TestPostgres))]
[assembly: AssemblyFixture(typeof(Chromium))]

// A browser, a host and a database each fill two cores by themselves; two of each at once run into time-outs and are no faster.
[assembly: Parallelization(MaxThreads = 1)]
