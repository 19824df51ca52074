using System.Text.Json;
using Wardmark.Imaging.Documents;
using Wardmark.Imaging.Pictures;

namespace Wardmark.Imaging.Worker;

/// <summary>The inside of a worker process: pictures in, answers out, until the pipe ends. Certificates are written here too: that takes native code as well.</summary>
public static class WorkerLoop
{
    /// <summary>Serves until the other side goes away.</summary>
    public static void Run(Stream input, Stream output)
    {
        while (Wire.Receive(input) is [var ask] && Wire.Receive(input) is { } bytes)
            if (ask == Wire.Certificate) Wire.Send(output, Certificate.Write(JsonSerializer.Deserialize<CertificateText>(bytes)!));
            else Wire.Answer(output, PictureExaminer.Examine(bytes, (PictureAsk)ask));
    }
}
