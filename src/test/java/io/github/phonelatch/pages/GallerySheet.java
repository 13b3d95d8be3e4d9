package io.github.phonelatch.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** All states of one page in one look, side by side: one picture of the gallery. */
final class GallerySheet {
    /** Of a window in which all that is beside each other fits. */
    private static final int WINDOW = 1800;

    private final int columns;
    private final List<byte[]> pictures = new ArrayList<>();
    private final List<String> captions = new ArrayList<>();
    private final StringBuilder words = new StringBuilder();

    GallerySheet(int columns) {
        this.columns = columns;
    }

    /** @param png empty where no picture is taken */
    void add(String caption, String told, byte[] png) {
        captions.add(caption);
        words.append("# ").append(caption).append('\n').append(told).append('\n');
        pictures.add(png);
    }

    String words() {
        return words.toString();
    }

    byte[] png(Browser browser) {
        StringBuilder html = new StringBuilder("""
                <!doctype html>
                <style>
                  body { background: #d2d2d2; display: inline-grid; grid-template-columns: repeat(%d, max-content);
                         gap: 16px; margin: 0; padding: 16px; align-items: start; font: 600 15px sans-serif; color: #151515; }
                  figure { margin: 0; } figcaption { padding-block: 0 6px; } img { display: block; }
                </style>
                """.formatted(Math.min(columns, pictures.size())));
        for (int i = 0; i < pictures.size(); i++) {
            html.append("<figure><figcaption>")
                    .append(captions.get(i))
                    .append("</figcaption><img src=\"data:image/png;base64,")
                    .append(Base64.getEncoder().encodeToString(pictures.get(i)))
                    .append("\"></figure>\n");
        }
        try (Page page = browser.newPage()) {
            page.setViewportSize(WINDOW, 600);
            page.setContent(html.toString());
            return page.locator("body").screenshot();
        }
    }
}
