using Campaign.Testing;

[assembly: AssemblyFixture(typeof(TestPostgres))]
