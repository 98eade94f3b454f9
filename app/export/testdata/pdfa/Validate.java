import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Checks files against flavours: java Validate.java 2u,2a FILE...
 * A line for each rule that is broken, then one that says how much was checked:
 * flavour TAB file TAB clause/test TAB message; flavour TAB file TAB checked TAB assertions.
 */
public class Validate {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String flavour : args[0].split(",")) {
            PDFAFlavour f = PDFAFlavour.fromString(flavour);
            for (int i = 1; i < args.length; i++) {
                check(f, flavour + "\t" + args[i] + "\t", args[i]);
            }
        }
    }

    private static void check(PDFAFlavour flavour, String head, String path) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(path), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, String> broken = new TreeMap<>();
            for (TestAssertion t : result.getTestAssertions()) {
                if (t.getStatus() == TestAssertion.Status.FAILED) {
                    broken.put(t.getRuleId().getClause() + "/" + t.getRuleId().getTestNumber(),
                            t.getMessage() + " at " + t.getLocation().getContext());
                }
            }
            if (broken.isEmpty() != result.isCompliant()) {
                broken.put("?", "compliant: " + result.isCompliant());
            }
            broken.forEach((rule, message) -> System.out.println(head + rule + "\t" + message.replaceAll("\\s+", " ")));
            System.out.println(head + "checked\t" + result.getTotalAssertions());
        }
    }
}
