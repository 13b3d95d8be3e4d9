package io.github.phonelatch.it.support;

import io.github.phonelatch.server.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Everything that Keycloak keeps in a database, whatever table and column it is in. */
public record Tables(Postgres database) {
    /** Names of the tables with a row in which that text stands. */
    public Set<String> with(String text) {
        Set<String> found = new TreeSet<>();
        try (Connection connection = database.connection()) {
            for (String table : all(connection)) {
                // Names come from the database itself; a row cast to text has all of its columns.
                try (PreparedStatement query = connection.prepareStatement(
                        "select exists (select 1 from \"" + table + "\" t where position(? in t::text) > 0)")) {
                    query.setString(1, text);
                    try (ResultSet answer = query.executeQuery()) {
                        answer.next();
                        if (answer.getBoolean(1)) {
                            found.add(table);
                        }
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    private static List<String> all(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select table_name from information_schema.tables where table_schema = 'public'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
