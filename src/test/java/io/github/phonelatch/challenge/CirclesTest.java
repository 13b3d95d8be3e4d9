package io.github.phonelatch.challenge;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/** No two classes of the core need each other, so that each can be read with only those below it in mind. */
class CirclesTest {

    /** Nested classes belong to the class around them. */
    private static final class TopLevelClasses implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            if (!javaClass.getPackageName().equals(CirclesTest.class.getPackageName())) {
                return SliceIdentifier.ignore();
            }
            return SliceIdentifier.of(javaClass.getName().replaceFirst("\\$.*", ""));
        }

        @Override
        public String getDescription() {
            return "the classes of the core";
        }
    }

    @Test
    void classesOfTheCore_dependOnEachOtherInOneDirectionOnly() {
        slices().assignedFrom(new TopLevelClasses())
                .should()
                .beFreeOfCycles()
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(CirclesTest.class.getPackageName()));
    }
}
