package io.github.phonelatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** The shape of the code is as the table in docs/architecture.md says, and no file grows past what is said there. */
class StructureTest {
    private static final Logger LOG = Logger.getLogger(StructureTest.class);
    private static final String OURS = "io.github.phonelatch";
    private static final String TOOLS = OURS + ".tools";

    @Test
    void filesOfMain_areNoLongerThanTheTableSays() throws IOException {
        List<Map.Entry<Long, Path>> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
            for (Path file : all.filter(StructureTest::isCode).toList()) {
                try (Stream<String> lines = Files.lines(file)) {
                    files.add(Map.entry(lines.count(), file));
                }
            }
        }
        files.sort(Map.Entry.comparingByKey());
        Map.Entry<Long, Path> longest = files.get(files.size() - 1);
        long median = files.get((files.size() - 1) / 2).getKey();
        LOG.infof(
                "%d files of main, median %d lines, longest %d: %s",
                files.size(), median, longest.getKey(), longest.getValue());

        assertThat(median)
                .as("median file of main")
                .isLessThanOrEqualTo(ShapeTable.is("median file of main, lines, at most"));
        assertThat(longest.getKey())
                .as("%s", longest.getValue())
                .isLessThanOrEqualTo(ShapeTable.is("longest file of main, lines, at most"));
    }

    @Test
    void circles_areAsManyAsTheTableSays() {
        List<JavaClass> main = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(OURS).stream()
                        .filter(StructureTest::isMain)
                        .toList();
        List<Set<String>> ofPackages = circles(main, JavaClass::getPackageName);
        List<Set<String>> ofClasses = circles(main, StructureTest::topLevel);
        LOG.infof("circles of packages: %s", ofPackages);
        LOG.infof("circles of classes: %s", ofClasses);

        assertThat(ofPackages).hasSize(ShapeTable.is("circles of packages"));
        assertThat(ofClasses).hasSize(ShapeTable.is("circles of classes"));
    }

    private static boolean isCode(Path file) {
        return file.toString().endsWith(".java") && !file.endsWith("package-info.java");
    }

    private static String topLevel(JavaClass type) {
        return type.getEnclosingClass().map(StructureTest::topLevel).orElse(type.getName());
    }

    /** The groups of nodes that reach each other. A node alone is no circle. */
    private static List<Set<String>> circles(List<JavaClass> main, Function<JavaClass, String> node) {
        Map<String, Set<String>> targets = new TreeMap<>();
        for (JavaClass type : main) {
            Set<String> mine = targets.computeIfAbsent(node.apply(type), name -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(StructureTest::isMain)
                    .map(node)
                    .forEach(mine::add);
        }
        Map<String, Set<String>> reached = new TreeMap<>();
        targets.keySet().forEach(name -> reached.put(name, reachable(name, targets)));
        List<Set<String>> circles = new ArrayList<>();
        reached.forEach((name, others) -> {
            Set<String> circle = new TreeSet<>(others);
            circle.removeIf(other -> !reached.getOrDefault(other, Set.of()).contains(name));
            circle.add(name);
            if (circle.size() > 1 && !circles.contains(circle)) {
                circles.add(circle);
            }
        });
        return circles;
    }

    private static boolean isMain(JavaClass type) {
        return type.getPackageName().startsWith(OURS) && !type.getPackageName().startsWith(TOOLS);
    }

    private static Set<String> reachable(String from, Map<String, Set<String>> targets) {
        Set<String> reached = new HashSet<>();
        List<String> open = new ArrayList<>(List.of(from));
        while (!open.isEmpty()) {
            for (String target : targets.getOrDefault(open.remove(open.size() - 1), Set.of())) {
                if (reached.add(target)) {
                    open.add(target);
                }
            }
        }
        return reached;
    }
}
