package io.github.phonelatch.words;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words that were retired, each with the word to use. The glossary in docs/architecture.md says what those mean. */
final class Dictionary {
    private static final String VERIFY = "verify, verified, verification";
    private static final String REQUESTER = "requester: owner, enrollee, anonymous";
    private static final String LIMIT = "limit";
    private static final String PERMITS = "permits";
    private static final String LISTENER = "listener";
    private static final String ENTRY_POINT = "entry point";
    private static final String ATTEMPT = "attempt";
    private static final String CHANNEL = "channel";

    private static final Map<String, String> RETIRED = Map.ofEntries(
            Map.entry("proof", VERIFY),
            Map.entry("proofs", VERIFY),
            Map.entry("prove", VERIFY),
            Map.entry("proves", VERIFY),
            Map.entry("proved", VERIFY),
            Map.entry("proven", VERIFY),
            Map.entry("proving", VERIFY),
            Map.entry("unproven", "unverified, or anonymous"),
            Map.entry("standing", REQUESTER),
            Map.entry("stranger", REQUESTER),
            Map.entry("strangers", REQUESTER),
            Map.entry("newcomer", REQUESTER),
            Map.entry("newcomers", REQUESTER),
            Map.entry("claimant", REQUESTER),
            Map.entry("claimants", REQUESTER),
            Map.entry("guard", LIMIT),
            Map.entry("guards", LIMIT),
            Map.entry("guarded", LIMIT),
            Map.entry("ledger", PERMITS),
            Map.entry("ledgers", PERMITS),
            Map.entry("journal", LISTENER),
            Map.entry("journals", LISTENER),
            Map.entry("witness", LISTENER),
            Map.entry("witnesses", LISTENER),
            Map.entry("heart", "core"),
            Map.entry("door", ENTRY_POINT),
            Map.entry("doors", ENTRY_POINT),
            Map.entry("tries", ATTEMPT),
            Map.entry("guess", ATTEMPT),
            Map.entry("guesses", ATTEMPT),
            Map.entry("guessed", ATTEMPT),
            Map.entry("guessing", ATTEMPT));

    /** Retired in names only: in a text the word is the one for what a token says. */
    private static final Map<String, String> RETIRED_IN_NAMES = Map.of(
            "claim", "code request, permit or lock",
            "claims", "code request, permit or lock",
            "claimed", "acquired");

    /** "Try again" is what a page tells people. One that is counted is an attempt. */
    private static final Pattern COUNTED_TRY =
            Pattern.compile("\\b(?:a|an|one|no|another|every|each|per|last|\\d) try\\b", Pattern.CASE_INSENSITIVE);

    /** Keycloak's own "Try another way" is another sign-in. How a code travels is a channel. */
    private static final Pattern ANOTHER_WAY =
            Pattern.compile("(?:code|message|call)s? (?:by )?(?:another|the other) way\\b", Pattern.CASE_INSENSITIVE);

    /** Where a word ends inside a name: at a hump, before a number, at anything that is no letter. */
    private static final Pattern BETWEEN_WORDS =
            Pattern.compile("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

    private Dictionary() {}

    /** A retired word, and what to use in its place. */
    record Retired(String word, String instead) {}

    static List<Retired> inName(String name) {
        return words(name)
                .flatMap(word -> find(word)
                        .or(() -> Optional.ofNullable(RETIRED_IN_NAMES.get(word))
                                .map(instead -> new Retired(word, instead)))
                        .stream())
                .toList();
    }

    static List<Retired> inText(String text) {
        return Stream.concat(
                        words(text).flatMap(word -> find(word).stream()),
                        Stream.concat(
                                COUNTED_TRY.matcher(text).results().map(found -> new Retired(found.group(), ATTEMPT)),
                                ANOTHER_WAY.matcher(text).results().map(found -> new Retired(found.group(), CHANNEL))))
                .toList();
    }

    private static Optional<Retired> find(String word) {
        return Optional.ofNullable(RETIRED.get(word)).map(instead -> new Retired(word, instead));
    }

    private static Stream<String> words(String text) {
        return BETWEEN_WORDS.splitAsStream(text).map(word -> word.toLowerCase(Locale.ROOT));
    }
}
