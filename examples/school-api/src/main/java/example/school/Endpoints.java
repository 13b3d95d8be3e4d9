package example.school;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the school tells. The data is fixed; who sees it is in {@link Security}. */
@RestController
final class Endpoints {
    record Me(
            String name,
            String email,
            List<String> roles,
            @JsonProperty("phone_number_verified") boolean phoneVerified) {}

    record Lesson(String day, String time, String subject, String room, String teacher) {}

    record Timetable(String form, String week, List<Lesson> lessons) {}

    record SchoolClass(String name, String subject, String room, int pupils) {}

    record Classes(String term, List<SchoolClass> classes) {}

    @GetMapping("/health")
    Map<String, String> health() {
        return Map.of("status", "UP");
    }

    @GetMapping("/api/me")
    Me me(@AuthenticationPrincipal Jwt token) {
        return new Me(
                token.getClaimAsString("name"),
                token.getClaimAsString("email"),
                Security.roles(token),
                Security.phoneVerified(token));
    }

    @GetMapping("/api/students/timetable")
    Timetable timetable() {
        return new Timetable(
                "10B",
                "A",
                List.of(
                        new Lesson("Monday", "08:40", "Mathematics", "M2", "Ms Okafor"),
                        new Lesson("Monday", "09:45", "Chemistry", "Lab 1", "Mr Lindqvist"),
                        new Lesson("Monday", "11:10", "History", "H4", "Ms Duarte"),
                        new Lesson("Tuesday", "08:40", "English", "E1", "Mr Haddad"),
                        new Lesson("Tuesday", "09:45", "Physical education", "Sports hall", "Ms Novak"),
                        new Lesson("Wednesday", "08:40", "Physics", "Lab 2", "Mr Lindqvist"),
                        new Lesson("Wednesday", "11:10", "Art", "Studio", "Ms Petit"),
                        new Lesson("Thursday", "08:40", "Geography", "H2", "Mr Banda"),
                        new Lesson("Thursday", "09:45", "Mathematics", "M2", "Ms Okafor"),
                        new Lesson("Friday", "08:40", "Computing", "IT 3", "Ms Sato"),
                        new Lesson("Friday", "09:45", "Music", "Hall", "Mr Reyes")));
    }

    @GetMapping("/api/teachers/classes")
    Classes classes() {
        return new Classes(
                "Autumn",
                List.of(
                        new SchoolClass("7A", "Mathematics", "M1", 28),
                        new SchoolClass("8C", "Mathematics", "M1", 26),
                        new SchoolClass("10B", "Mathematics", "M2", 24),
                        new SchoolClass("12F", "Further mathematics", "M2", 11)));
    }
}
