using System.Net;
using System.Net.Sockets;
using System.Text;
using Wardmark.Connectors.Fetching;

namespace Wardmark.Connectors.Tests.Fetching;

/// <summary>A stranger's address must not lead inside: spellings of hosts, redirects, names that resolve inside, schemes, syntax.</summary>
public sealed class PictureFetcherTests
{
    static readonly string[] Inside =
    [
        "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "0.0.0.0", "0", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255",
        "169.254.169.254", "169.254.0.1", "100.64.0.1", "100.127.255.255", "100.100.100.200", "192.0.0.1", "192.0.0.192", "198.18.0.1", "198.19.255.255", "224.0.0.1", "239.255.255.255", "240.0.0.1",
        "255.255.255.255", "168.63.129.16", "192.0.2.1", "198.51.100.1", "203.0.113.1", "192.88.99.1",
    ];

    static readonly string[] Inside6 =
    [
        "::1", "::", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:7f00:1", "::ffff:a9fe:a9fe", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
        "2002:7f00:1::", "2002:a9fe:a9fe::", "2001::1", "2001:db8::1", "fc00::1", "fd00:ec2::254", "fdff::1", "fe80::1", "fe80::a9fe:a9fe", "fec0::1", "ff02::1", "ff05::1", "100::1", "3fff::1", "5f00::1",
    ];

    // The same four bytes as decimal, hexadecimal and octal numbers, whole and in parts.
    static IEnumerable<string> Spellings(string dotted)
    {
        if (!IPAddress.TryParse(dotted, out var address)) yield break;
        var b = address.GetAddressBytes();
        var whole = ((uint)b[0] << 24) | ((uint)b[1] << 16) | ((uint)b[2] << 8) | b[3];
        yield return dotted;
        yield return $"{whole}";
        yield return $"0x{whole:x}";
        yield return $"0{Convert.ToString(b[0], 8)}.0{Convert.ToString(b[1], 8)}.0{Convert.ToString(b[2], 8)}.0{Convert.ToString(b[3], 8)}";
        yield return $"0x{b[0]:x}.0x{b[1]:x}.0x{b[2]:x}.0x{b[3]:x}";
        yield return $"{b[0]}.{((uint)b[1] << 16) | ((uint)b[2] << 8) | b[3]}";
    }

    static readonly string[] Schemes =
        ["file:///etc/passwd", "ftp://example.com/a.jpg", "gopher://example.com/_", "data:image/png;base64,AAAA", "javascript:alert(1)", "dict://example.com:11211/", "ldap://example.com/", "tftp://example.com/a", "ws://example.com/", "jar:http://example.com!/a", "netdoc:///etc/passwd", "view-source:http://example.com", "blob:http://example.com/x", "about:blank", "mailto:a@example.com", "//example.com/a.jpg", "\\\\example.com\\a.jpg", "example.com/a.jpg", "/a.jpg", ""];

    static readonly string[] Syntax =
        ["http://user@example.com/a.jpg", "http://user:pw@example.com/a.jpg", "http://example.com@127.0.0.1/", "http://127.0.0.1#@example.com/", "http://example.com:22/a.jpg", "http://example.com:6379/", "https://example.com:8443/a", "http://example.com\\@127.0.0.1/", "http://exa mple.com/", "http://example.com/a b", "http://example.com/\r\nHost: inside", "http://\t127.0.0.1/", "http:///a.jpg", "http://[::1", "http://[fe80::1%25eth0]/", "http://:80/", "http://example.com:0/", "http://example.com:99999/", "http://@127.0.0.1/", "http://%31%32%37.0.0.1/"];

    [Fact]
    public async Task No_spelling_of_an_inside_address_is_fetched()
    {
        var tried = 0;
        using var fetcher = new PictureFetcher(allowPrivate: false, 1_000_000, TimeSpan.FromSeconds(3), (host, _) => Task.FromResult<IPAddress[]>([IPAddress.TryParse(host, out var literal) ? literal : IPAddress.Loopback]));
        foreach (var address in Inside.SelectMany(Spellings).Select(h => $"http://{h}/a.jpg").Concat(Inside6.Select(h => $"http://[{h}]/a.jpg")).Concat(Schemes).Concat(Syntax)
            .Concat(["http://localhost/", "http://localhost.localdomain/", "http://127.0.0.1.nip.io/", "http://metadata.google.internal/", "http://①②⑦.⓪.⓪.①/", "http://１２７.０.０.１/", "http://127。0。0。1/"]))
        {
            var fetched = await fetcher.Fetch(address, TestContext.Current.CancellationToken);
            fetched.Bytes.ShouldBeNull(address);
            // Refused for good, and not because nobody answered there: that may come later.
            fetched.MayComeLater.ShouldBeFalse($"{address}: {fetched.Refusal}");
            tried++;
        }

        tried.ShouldBeGreaterThan(220);
    }

    // The control: without the guard, spellings of one's own machine do arrive there.
    [Fact]
    public async Task Without_the_guard_spellings_of_this_machine_arrive()
    {
        using var inside = new Local();
        var port = new Uri(inside.Address).Port;
        using var fetcher = new PictureFetcher(allowPrivate: true, 1_000_000, TimeSpan.FromSeconds(3));
        foreach (var spelling in Spellings("127.0.0.1")) (await fetcher.Fetch($"http://{spelling}:{port}/picture", TestContext.Current.CancellationToken)).Bytes.ShouldNotBeNull(spelling);
        inside.Requests.ShouldBe(6);
    }

    // A name that resolves to one public and one inside address is refused whole: which of them is used is chance.
    [Fact]
    public async Task A_name_with_one_inside_answer_is_refused()
    {
        foreach (var answers in (IPAddress[][])[[IPAddress.Parse("93.184.216.34"), IPAddress.Loopback], [IPAddress.Parse("10.1.2.3")], [IPAddress.Parse("::ffff:10.0.0.1")], []])
        {
            using var fetcher = new PictureFetcher(false, 1_000, TimeSpan.FromSeconds(3), (_, _) => Task.FromResult(answers));
            var fetched = await fetcher.Fetch("http://pictures.example/a.jpg", TestContext.Current.CancellationToken);
            fetched.Refusal.ShouldNotBeNull().ShouldContain("not an address of the public Internet");
            fetched.MayComeLater.ShouldBeFalse();
        }
    }

    // A permitted one arrives, and so does one that a redirect leads to; each hop goes through the same refusal.
    [Theory]
    [InlineData("/picture", true, null)]
    [InlineData("/to-picture", true, null)]
    [InlineData("/loop", false, "leads on more than 3 times")]
    [InlineData("/to-file", false, "no http or https")]
    [InlineData("/to-user", false, "name or password")]
    [InlineData("/endless", false, "more than 100000 bytes")]
    [InlineData("/claims", false, "at most 100000")]
    [InlineData("/packed", false, "packed")]
    [InlineData("/missing", false, "answered 404")]
    [InlineData("/empty", false, "answered nothing")]
    [InlineData("/drip", false, "took more than 2 seconds")]
    public async Task What_comes_back_is_bounded_and_each_hop_is_read_anew(string path, bool comes, string? reason)
    {
        using var server = new Local();
        using var fetcher = new PictureFetcher(allowPrivate: true, 100_000, TimeSpan.FromSeconds(2));
        var fetched = await fetcher.Fetch(server.Address + path, TestContext.Current.CancellationToken);
        (fetched.Bytes is not null).ShouldBe(comes, fetched.Refusal);
        if (reason is not null) fetched.Refusal.ShouldNotBeNull().ShouldContain(reason);
    }

    // A host of the Internet that leads on inside: to an address, to a spelling of one, to a name that resolves there, and to its own
    // name, which resolves inside when it is asked again. The network is stood for by a server here, which sees who arrives.
    [Theory]
    [InlineData("http://pictures.example/picture", true)]
    [InlineData("http://other.example/picture", true)]
    [InlineData("http://169.254.169.254/picture", false)]
    [InlineData("http://0x7f.1/picture", false)]
    [InlineData("http://[::ffff:127.0.0.1]/picture", false)]
    [InlineData("http://inside.example/picture", false)]
    [InlineData("http://turns.example/picture", false)]
    public async Task A_host_of_the_internet_leads_nobody_inside(string to, bool arrives)
    {
        using var server = new Local();
        var asked = new Dictionary<string, int>();
        Task<IPAddress[]> Resolve(string host, CancellationToken stop)
        {
            var time = asked[host] = asked.GetValueOrDefault(host) + 1;
            var isInside = host == "inside.example" || (host == "turns.example" && time > 1) || !host.EndsWith(".example", StringComparison.Ordinal);
            return Task.FromResult<IPAddress[]>([isInside ? IPAddress.Loopback : IPAddress.Parse("93.184.216.34")]);
        }

        async Task<Stream> Connect(IPEndPoint wanted, CancellationToken stop)
        {
            var client = new TcpClient();
            await client.ConnectAsync(new(IPAddress.Loopback, new Uri(server.Address).Port), stop);
            return client.GetStream();
        }

        var from = to.Contains("turns", StringComparison.Ordinal) ? "turns.example" : "pictures.example";
        foreach (var isGuarded in new[] { true, false })
        {
            asked.Clear();
            var before = server.Requests;
            using var fetcher = new PictureFetcher(allowPrivate: !isGuarded, 100_000, TimeSpan.FromSeconds(3), Resolve, Connect);
            var fetched = await fetcher.Fetch($"http://{from}/to?{to}", TestContext.Current.CancellationToken);
            (fetched.Bytes is not null).ShouldBe(arrives || !isGuarded, fetched.Refusal);
            (server.Requests - before).ShouldBe(arrives || !isGuarded ? 2 : 1);
            if (fetched.Refusal is not null) fetched.Refusal.ShouldContain("not an address of the public Internet");
        }
    }

    [Fact]
    public void What_a_hop_is_refused_by_refuses_the_inside_and_lets_a_picture_of_the_internet_through()
    {
        PictureFetcher.Refuse("http://169.254.169.254/latest/meta-data", allowPrivate: false, out _).ShouldNotBeNull();
        PictureFetcher.Refuse("https://cdn.example.com/a/b.jpg?w=1", allowPrivate: false, out _).ShouldBeNull();
    }

    /// <summary>A server that answers as hostile ones do.</summary>
    sealed class Local : IDisposable
    {
        readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        readonly CancellationTokenSource _ending = new();
        int _requests;

        public Local()
        {
            _listener.Start();
            _ = Serve();
        }

        public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public int Requests => _requests;

        async Task Serve()
        {
            while (!_ending.IsCancellationRequested)
            {
                TcpClient client;
                try
                {
                    client = await _listener.AcceptTcpClientAsync(_ending.Token);
                }
                catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
                {
                    return;
                }

                _ = Answer(client);
            }
        }

        async Task Answer(TcpClient client)
        {
            using (client)
            {
                try
                {
                    var stream = client.GetStream();
                    using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                    var path = (await reader.ReadLineAsync())?.Split(' ')[1];
                    Interlocked.Increment(ref _requests);
                    while (await reader.ReadLineAsync() is { Length: > 0 }) { }

                    var head = path switch
                    {
                        "/picture" => "200 OK\r\nContent-Length: 5\r\n\r\nhello",
                        "/to-picture" => "302 Found\r\nLocation: /picture\r\nContent-Length: 0\r\n\r\n",
                        _ when path?.StartsWith("/to?", StringComparison.Ordinal) == true => $"302 Found\r\nLocation: {path[4..]}\r\nContent-Length: 0\r\n\r\n",
                        "/loop" => "302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n",
                        "/to-file" => "302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
                        "/to-user" => "302 Found\r\nLocation: http://a:b@127.0.0.1/\r\nContent-Length: 0\r\n\r\n",
                        "/claims" => "200 OK\r\nContent-Length: 999999999\r\n\r\n",
                        "/packed" => "200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
                        "/empty" => "200 OK\r\nContent-Length: 0\r\n\r\n",
                        "/endless" or "/drip" => "200 OK\r\nConnection: close\r\n\r\n",
                        _ => "404 Not Found\r\nContent-Length: 0\r\n\r\n",
                    };
                    await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 " + head));
                    while (path is "/endless" or "/drip" && !_ending.IsCancellationRequested)
                    {
                        await stream.WriteAsync(new byte[path == "/drip" ? 1 : 16_384]);
                        if (path == "/drip") await Task.Delay(200);
                    }
                }
                catch (IOException)
                {
                    // The other side had enough.
                }
            }
        }

        public void Dispose()
        {
            _ending.Cancel();
            _listener.Stop();
            _ending.Dispose();
        }
    }
}
