package io.github.phonelatch.docs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.Proxy;
import io.github.phonelatch.it.support.Await;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * An example that was run to its end.
 *
 * @param said everything it showed to the person, and its result
 */
record Run(boolean succeeded, String said) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Skips the calling test where the machine lacks one of these programs. */
    static void needs(String... programs) {
        List<String> missing =
                Stream.of(programs).filter(program -> !isThere(program)).toList();
        assumeTrue(missing.isEmpty(), "Not on the path: " + missing + ". Examples of docs/applications.md are skipped");
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** @param environment may hold {@code http_proxy} */
    static Run of(String interpreter, String program, Map<String, String> environment, TypingPerson hand)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("example");
        Path file = Files.writeString(directory.resolve("example"), program);
        Path said = directory.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(interpreter, file.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        builder.environment().putAll(environment);
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        Process process = builder.start();
        try {
            try (OutputStream keys = process.getOutputStream()) {
                type(process, keys, hand);
            } catch (IOException ended) {
                // It does not read what is typed: what it said tells why.
            }
            Await.until("the example to end", PATIENCE, () -> !process.isAlive());
            return new Run(process.exitValue() == 0, Files.readString(said));
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(said);
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
    }

    private static void type(Process process, OutputStream keys, TypingPerson hand) throws IOException {
        for (int i = 0; i < hand.entries(); i++) {
            int entry = i;
            Await.until(
                    "the example to ask for a code", PATIENCE, () -> !process.isAlive() || hand.hasTheCodeOf(entry));
            if (!hand.hasTheCodeOf(entry)) {
                return;
            }
            keys.write((hand.types(entry) + "\n").getBytes(StandardCharsets.UTF_8));
            keys.flush();
        }
    }

    /**
     * The module at {@code /use.js} of a site, whose constants {@code status} and {@code json} are its result.
     *
     * @param site also the browser's proxy
     */
    static Run inBrowser(Browser browser, URI site, TypingPerson hand) {
        StringBuilder said = new StringBuilder();
        Browser.NewContextOptions options =
                new Browser.NewContextOptions().setProxy(new Proxy(site.toString()).setBypass("<-loopback>"));
        try (BrowserContext context = browser.newContext(options)) {
            Page page = context.newPage();
            AtomicInteger typed = new AtomicInteger();
            page.onDialog(dialog -> {
                said.append(dialog.message()).append('\n');
                dialog.accept(hand.types(typed.getAndIncrement()));
            });
            page.navigate(site + "/");
            said.append(page.evaluate("""
                    async () => {
                      const { status, json } = await import("/use.js");
                      return `${status} ${JSON.stringify(json)}`;
                    }"""));
            return new Run(true, said.toString());
        } catch (PlaywrightException e) {
            return new Run(false, said + e.getMessage());
        }
    }
}
