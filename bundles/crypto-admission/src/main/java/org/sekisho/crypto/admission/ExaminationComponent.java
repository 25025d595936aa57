package org.sekisho.crypto.admission;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.crypto.CryptoExamination;
import org.sekisho.api.crypto.EspCrypto;

/** The examination as a service of a running router. */
@Component
public final class ExaminationComponent implements CryptoExamination {

  @Override
  public List<String> examine(EspCrypto candidate, List<EspCrypto> others) {
    return new CryptoAdmission(candidate, others)
        .examine().stream().map(f -> f.check() + " of " + f.suite() + ": " + f.problem()).toList();
  }
}
