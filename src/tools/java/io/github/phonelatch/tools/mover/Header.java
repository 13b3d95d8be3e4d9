package io.github.phonelatch.tools.mover;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The file's first line: which column stands where. */
final class Header {
    private final Map<Column, Integer> places;
    private final List<String> unread;
    private final int width;

    private Header(Map<Column, Integer> places, List<String> unread, int width) {
        this.places = places;
        this.unread = unread;
        this.width = width;
    }

    static Header of(List<String> titles) throws BadFile {
        Map<Column, Integer> places = new EnumMap<>(Column.class);
        List<String> unread = new ArrayList<>();
        for (int place = 0; place < titles.size(); place++) {
            String title = titles.get(place).strip();
            Column column = Column.titled(title).orElse(null);
            if (column == null) {
                unread.add(title);
            } else if (places.putIfAbsent(column, place) != null) {
                throw new BadFile("the column " + column.title() + " is there twice");
            }
        }
        List<String> missing = new ArrayList<>();
        for (Column column : Column.values()) {
            if (column.required() && !places.containsKey(column)) {
                missing.add(column.title());
            }
        }
        if (!missing.isEmpty()) {
            throw new BadFile("its first line must name the columns, separated by commas; missing: "
                    + String.join(", ", missing));
        }
        return new Header(places, List.copyOf(unread), titles.size());
    }

    boolean has(Column column) {
        return places.containsKey(column);
    }

    /** The field without blanks around it; empty where the column is not there. */
    String field(List<String> fields, Column column) {
        Integer place = places.get(column);
        return place == null ? "" : fields.get(place).strip();
    }

    /** How many fields a row has. */
    int width() {
        return width;
    }

    /** Columns that mean nothing here, quoted, or an empty text. */
    String unread() {
        return unread.stream().map(title -> '"' + title + '"').collect(Collectors.joining(", "));
    }
}
