using Campaign.Testing;

// The PostgreSQL that all projects of one run of the tests share: says where it is, and stops when its standard input closes, as it does when tests/run ends, however that ends.
Console.CancelKeyPress += (_, press) => press.Cancel = true;
var server = new TestPostgres();
await server.InitializeAsync();
Console.WriteLine(server.Home);
await Console.In.ReadToEndAsync();
await server.DisposeAsync();
