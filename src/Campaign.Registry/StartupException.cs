namespace Campaign.Registry;

/// <summary>A process of the registry cannot start or go on; the message is for whoever started it, one clear line, and nothing else is printed.</summary>
public class StartupException(string message, Exception? inner = null) : Exception(message, inner);
