namespace Wardmark.Detection.Signals;

/// <summary>Every signal, in the order in which a ledger shows them.</summary>
public static class AllSignals
{
    /// <summary>The list to add a signal to.</summary>
    public static IReadOnlyList<ISignal> InOrder { get; } =
    [
        new MarkInTitle(),
        new MarkInBrandField(),
        new MarkInText(),
        new LookalikeLetters(),
        new DigitsForLetters(),
        new SeparatedLetters(),
        new InvisibleCharacters(),
        new StyledLetters(),
        new ReversedLetters(),
        new LetterPairs(),
        new CodeWord(),
        new MisspeltMark(),
        new SplitMark(),
        new JoinedWords(),
        new ReplicaJargon(),
        new Disclaimer(),
        new StyleCloak(),
        new UnbrandedButNamed(),
        new StuffedNames(),
        new ReferencePictureCopied(),
        new SameObjectPictured(),
        new MarkHiddenInPicture(),
        new RephotographedPicture(),
        new MarkInPicture(),
        new LogoInPicture(),
        new LawfulReference(),
        new PackagingSale(),
        new OffPlatformContact(),
        new CopiedText(),
        new PictureOfAnotherSeller(),
        new ScreenshotPicture(),
        new PriceBelowFloor(),
        new ForeignGtin(),
        new AuthorisedSeller(),
    ];
}
