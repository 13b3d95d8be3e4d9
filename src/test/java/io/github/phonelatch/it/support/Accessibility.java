package io.github.phonelatch.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What axe finds on a page: its rules for WCAG 2.2 A and AA, and its good practice. */
public final class Accessibility {
    private static final String AXE = axe();

    /** Outside the defaults of axe only because not every page has to meet WCAG 2.2 yet. */
    private static final String EVERYTHING = "{ rules: { 'target-size': { enabled: true } } }";

    /** What colours and widths decide. All else is the same in each look of one document. */
    private static final String LOOK =
            "{ runOnly: ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable'] }";

    private static final Pattern LOADED_ANEW =
            Pattern.compile("Execution context was destroyed|because of a navigation|axe is not defined");

    private static final String FIRST_THEME = ".login-pf-page";

    private static final String LIST_OF_WAYS = "[data-page-id=login-select-authenticator]";

    /** What Keycloak's own templates bring, on pages that are theirs: not ours to change. */
    private static final List<Known> KEYCLOAKS_OWN = List.of(
            new Known(
                    "label",
                    "#kc-attempted-username",
                    LIST_OF_WAYS,
                    "Its list of ways to sign in: the label of who signs in belongs to no field."),
            new Known("region", ".*", FIRST_THEME, "Its first theme knows no landmarks."),
            new Known("tabindex", "#kc-current-locale-link", FIRST_THEME, "Its first theme puts the languages first."),
            new Known("landmark-one-main", "html", FIRST_THEME, "Its first theme knows no landmarks."),
            new Known(
                    "page-has-heading-one",
                    "html",
                    FIRST_THEME + " #kc-username",
                    "Its first theme shows who signs in instead of a heading."));

    private Accessibility() {}

    /** Fails with each finding. */
    public static void check(Page page, String what) {
        assertThat(findings(page)).as("findings of axe on %s", what).isEmpty();
    }

    /** After {@link #check}, in other colours or another width. */
    public static void checkLook(Page page, String what) {
        assertThat(findingsOfLook(page)).as("findings of axe on %s", what).isEmpty();
    }

    public static List<String> findings(Page page) {
        return run(page, EVERYTHING);
    }

    /** Only of what a change of colours or of the width can have changed since {@link #findings}. */
    public static List<String> findingsOfLook(Page page) {
        return run(page, LOOK);
    }

    /** A page that waits for its message loads itself anew: then it is looked at as it is by then. */
    private static List<String> run(Page page, String options) {
        for (int more = 2; ; more--) {
            try {
                return runOnce(page, options);
            } catch (PlaywrightException e) {
                if (more == 0 || !LOADED_ANEW.matcher(e.getMessage()).find()) {
                    throw e;
                }
                page.waitForLoadState();
            }
        }
    }

    private static List<String> runOnce(Page page, String options) {
        if (!(Boolean) page.evaluate("typeof axe === 'object'")) {
            page.evaluate(AXE);
        }
        JsonNode results = Json.parse((String) page.evaluate("async () => JSON.stringify((await axe.run(document, "
                + options + ")).violations.map(rule => ({ id: rule.id, nodes: rule.nodes.map(node =>"
                + " ({ at: node.target.join(' '), html: node.html, why: node.failureSummary })) })))"));
        List<String> findings = new ArrayList<>();
        for (JsonNode rule : results) {
            for (JsonNode node : rule.get("nodes")) {
                String at = node.get("at").asText();
                String id = rule.get("id").asText();
                if (KEYCLOAKS_OWN.stream().noneMatch(known -> known.covers(id, at, page))) {
                    findings.add(id + " at " + at + ": " + node.get("html").asText() + "\n"
                            + node.get("why").asText());
                }
            }
        }
        return findings;
    }

    private static String axe() {
        try (InputStream in = Accessibility.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param at what axe calls the element
     * @param on an element that only such a page has
     * @param why it is not ours
     */
    private record Known(String rule, String at, String on, String why) {
        boolean covers(String id, String target, Page page) {
            return rule.equals(id) && target.matches(at) && page.locator(on).count() > 0;
        }
    }
}
