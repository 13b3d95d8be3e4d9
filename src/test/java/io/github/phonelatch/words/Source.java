package io.github.phonelatch.words;

import static java.util.Objects.requireNonNull;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The names and texts of Java files, read by the compiler's parser, because compiled classes have no lines of fields.
 *
 * @param names of packages, types, methods, fields, record components and enum constants. Overriding methods are left out,
 *     because their names were chosen elsewhere
 * @param strings the values of string literals
 */
record Source(List<Found> names, List<Found> strings) {
    /** @param line counted from 1 */
    record Found(Path file, long line, String text) {}

    static Source of(List<Path> files) {
        JavaCompiler compiler = requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK");
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
            Source source = new Source(new ArrayList<>(), new ArrayList<>());
            for (CompilationUnitTree unit : task.parse()) {
                source.new Reader(unit, Trees.instance(task).getSourcePositions()).scan(unit, null);
            }
            return source;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Reader extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Path file;

        private Reader(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
            this.file = Path.of(unit.getSourceFile().toUri());
        }

        @Override
        public @Nullable Void visitPackage(PackageTree tree, @Nullable Void nothing) {
            found(names, tree, tree.getPackageName().toString());
            return super.visitPackage(tree, null);
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
            found(names, tree, tree.getSimpleName().toString());
            return super.visitClass(tree, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
            boolean overrides = tree.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            if (!overrides) {
                found(names, tree, tree.getName().toString());
            }
            return super.visitMethod(tree, null);
        }

        @Override
        public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
            if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree) {
                found(names, tree, tree.getName().toString());
            }
            return super.visitVariable(tree, null);
        }

        @Override
        public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void nothing) {
            if (tree.getValue() instanceof String text) {
                found(strings, tree, text);
            }
            return super.visitLiteral(tree, null);
        }

        private void found(List<Found> all, Tree tree, String text) {
            long line = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
            all.add(new Found(file, line, text));
        }
    }
}
