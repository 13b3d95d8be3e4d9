package io.github.phonelatch.tools.mover;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A password's hash as older libraries store it: {@code $2b$<cost>$<salt><hash>}. */
record BcryptHash(String text, int cost) {
    /** What the extension's provider verifies; more would take a server minutes for one try. */
    private static final int LEAST = 4;

    private static final int MOST = 16;
    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");

    /** Throws with the reason, which says nothing of the hash itself but its cost. */
    static BcryptHash of(String text) throws Unreadable {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new Unreadable("is no bcrypt hash ($2a$, $2b$ or $2y$, 60 characters)");
        }
        int cost = Integer.parseInt(form.group(1));
        if (cost < LEAST || cost > MOST) {
            throw new Unreadable(
                    "has the bcrypt cost " + cost + ", and only " + LEAST + " to " + MOST + " are verified");
        }
        return new BcryptHash(text, cost);
    }

    @Override
    public String toString() {
        return "bcrypt hash of cost " + cost;
    }
}
