// Everything here is an extra: list, case, drafts and forms work without it.
import "./palette.js";
import "./live.js";
import "./drafts.js";
import "./insert.js";
import "./beside.js";
import "./presence.js";
import "./chat.js";
import "./select.js";
import "./arrivals.js";
import "./place.js";
import "./condition.js";
import "./chips.js";
import "./tags.js";
