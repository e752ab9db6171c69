using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Campaign.Host.SignIn;

/// <summary>
/// ASP.NET's data protection is there because authentication asks for it; nothing is protected by it. Without this it would keep keys of its own in the home of
/// whoever starts the host.
/// </summary>
internal sealed class NoKeptKeys : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [];

    public void StoreElement(XElement element, string friendlyName)
    {
    }
}
