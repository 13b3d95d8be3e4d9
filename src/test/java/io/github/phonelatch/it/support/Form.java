package io.github.phonelatch.it.support;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;
import org.jsoup.select.Elements;

/** A form and what was typed into it. Immutable. */
public final class Form {
    private final Page page;
    private final Element form;
    private final List<Map.Entry<String, String>> fields;

    Form(Page page, Element form) {
        this(page, form, shown(form));
    }

    private Form(Page page, Element form, List<Map.Entry<String, String>> fields) {
        this.page = page;
        this.form = form;
        this.fields = fields;
    }

    private static List<Map.Entry<String, String>> shown(Element form) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        ((FormElement) form).formData().forEach(field -> fields.add(Map.entry(field.key(), field.value())));
        // A button counts only when it is pressed.
        form.select("input[type=submit]")
                .forEach(button -> fields.removeIf(field -> field.getKey().equals(button.attr("name"))));
        return fields;
    }

    /** Types into a field that is there, or chooses an option that is there. */
    public Form with(String name, String value) {
        Elements named = form.getElementsByAttributeValue("name", name);
        if (named.isEmpty()) {
            throw new AssertionError("no field " + name + " in " + form.id() + " on " + page);
        }
        if (named.first().tagName().equals("select")
                && named.first()
                        .getElementsByAttributeValueMatching("value", "^" + java.util.regex.Pattern.quote(value) + "$")
                        .isEmpty()) {
            throw new AssertionError("no option " + value + " in " + name + " on " + page);
        }
        return forged(name, value);
    }

    /** Sends a field whatever the page has, as a tampered form would. */
    public Form forged(String name, String value) {
        List<Map.Entry<String, String>> changed = new ArrayList<>(fields);
        changed.removeIf(field -> field.getKey().equals(name));
        changed.add(Map.entry(name, value));
        return new Form(page, form, changed);
    }

    /** Sends a field beside those of the same name, as a tampered form would. */
    public Form forgedToo(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(fields);
        more.add(Map.entry(name, value));
        return new Form(page, form, more);
    }

    /** Sends none of what the page has. */
    public Form emptied() {
        return new Form(page, form, List.of());
    }

    /** What the field would send now, or null. */
    public String value(String name) {
        return fields.stream()
                .filter(field -> field.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Presses the button with this value of {@code action}. */
    public Page press(String action) {
        if (form.select("button[name=action][value=" + action + "], input[name=action][value=" + action + "]")
                .isEmpty()) {
            throw new AssertionError("no button " + action + " in " + form.id() + " on " + page);
        }
        return forged("action", action).submit();
    }

    /** Presses the button that asks for the code by this channel. */
    public Page byChannel(String channel) {
        if (!offersChannel(channel)) {
            throw new AssertionError("no channel " + channel + " in " + form.id() + " on " + page);
        }
        return forged("channel", channel).submit();
    }

    public boolean offersChannel(String channel) {
        return !form.select("button[name=channel][value=" + channel + "]").isEmpty();
    }

    public boolean offers(String action) {
        return !form.select("button[name=action][value=" + action + "]").isEmpty();
    }

    /** The address it posts to. */
    public URI action() {
        return URI.create(form.absUrl("action"));
    }

    /** Sends it as the Enter key would in a form with one unnamed button. */
    public Page submit() {
        return page.browser().post(action(), fields, page.signIn());
    }
}
