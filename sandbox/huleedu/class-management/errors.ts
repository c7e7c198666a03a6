import { HttpError } from '../library/http.ts';
import { serviceName } from './names.ts';

interface DomainError {
  code: string;
  message: string;
  operation: string;
  correlationId: string;
  details: object;
}

/** The long form of an error of the service (contract b.2); always 400. */
export function domainError({ code, message, operation, correlationId, details }: DomainError): HttpError {
  return new HttpError(400, {
    error: {
      ...{ error_code: code, message, correlation_id: correlationId, timestamp: new Date().toISOString() },
      ...{ service: serviceName, operation, details, stack_trace: null, trace_id: null, span_id: null },
    },
  });
}
