/* An include that goes against the flow: the lint must refuse this tree. */
#include "model/model.h"
