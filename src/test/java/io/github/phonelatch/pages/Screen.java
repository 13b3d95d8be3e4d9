package io.github.phonelatch.pages;

import java.util.function.Function;

/**
 * One state of one page, as people meet it.
 *
 * @param page the page, a word
 * @param caption the state, for who looks at the picture of it
 */
record Screen(String page, String caption, Function<PageRenderer, String> rendering) {

    /** The registration page is a page of our theme: other themes add the fields to their own. */
    boolean isIn(String theme) {
        return !page.equals("registration") || theme.equals("phonelatch");
    }

    /** Our style does not reach a page on which nothing is ours but a line. */
    boolean isKeycloaks() {
        return caption.startsWith("Keycloak's");
    }

    String html(PageRenderer renderer) {
        return rendering.apply(renderer);
    }

    @Override
    public String toString() {
        return page + ", " + caption;
    }
}
