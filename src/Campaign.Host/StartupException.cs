namespace Campaign.Host;

/// <summary>The host cannot start or go on; the message is for whoever started it, one clear line, and nothing else is printed.</summary>
internal class StartupException(string message, Exception? inner = null) : Exception(message, inner);
