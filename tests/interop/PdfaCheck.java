// Validates files as PDF/A-2u with veraPDF: one line each, "FILE: pass" or "FILE: fail" and the rules
// that are broken. Ends with 1 if any fails.
//     java -cp 'JARS/*' PdfaCheck.java FILE...

import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class PdfaCheck {
  public static void main(String[] files) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    boolean all = true;
    for (String file : files) {
      all &= passes(file);
    }
    System.exit(all ? 0 : 1);
  }

  private static boolean passes(String file) throws Exception {
    try (PDFAParser parser = Foundries.defaultInstance()
             .createParser(new FileInputStream(file), PDFAFlavour.PDFA_2_U);
         PDFAValidator validator = Foundries.defaultInstance()
             .createValidator(PDFAFlavour.PDFA_2_U, false)) {
      ValidationResult result = validator.validate(parser);
      System.out.println(file + ": " + (result.isCompliant() ? "pass" : "fail"));
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          System.out.println("  " + assertion.getRuleId().getClause() + "-"
              + assertion.getRuleId().getTestNumber() + " " + assertion.getMessage());
        }
      }
      return result.isCompliant();
    }
  }
}
