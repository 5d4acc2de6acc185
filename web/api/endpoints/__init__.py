"""The table of the HTTP API, from which routes, checks of parameters, the OpenAPI document and /api are made.

A new endpoint takes four steps:

1. The shape of its answer: a View in search/shapes/NAME.py (in web/api/answers.py if only HTTP has it).
2. A row in the file of its family here: name, address, summary, answer, parameters, errors beyond those of all.
   Parameters that others have are in parameters.py. A row that is a table (.csv, .ndjson) says so by `media`.
3. A function in web/api/NAME.py that makes the answer: `json_answer(VIEW.of(answer, files=shows_paths()))`. When it is
   called, every value is as its row says: it reads them by `number(NAME)`, `text(NAME)`, `texts(NAME)` of
   web/api/parameters.py, and filters by `filters_of(request.args)`.
4. Its line in `_VIEWS` of web/api/routes.py, and a line with an address of it in tests/web/api/test_openapi.py. If the
   answer is made of more than the library's commit (receipts, files, the clock), its name goes into
   web/http/freshness.py.

Names are promised: the endpoint's, its parameters', the keys of its answer.
"""

from .endpoint import Endpoint, Parameter, Tag
from .table import ENDPOINTS

__all__ = ["ENDPOINTS", "Endpoint", "Parameter", "Tag"]
